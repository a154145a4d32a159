// The import rules of ARCHITECTURE.md, one line of reason each. Run by `npm run lint:imports` and by test/shape/imports.spec.ts.

/** What each module may import besides itself and platform, through its index.ts. Whatever is not here is forbidden. */
const mayImport = {
  platform: [],
  site: [],
  identity: [],
  audit: [],
  guides: ['identity', 'audit'],
  reviews: ['guides', 'identity', 'audit'],
  physicians: ['guides', 'identity', 'audit'],
  editorial: ['guides', 'reviews', 'physicians', 'identity', 'audit'],
  freshness: ['editorial', 'guides', 'reviews', 'physicians', 'identity', 'audit'],
  notifications: ['editorial', 'guides', 'reviews', 'physicians', 'identity', 'audit'],
  publishing: ['site', 'editorial', 'guides', 'reviews', 'physicians', 'identity', 'audit'],
  api: [
    'publishing',
    'freshness',
    'notifications',
    'editorial',
    'guides',
    'reviews',
    'physicians',
    'identity',
    'audit',
  ],
};
const modules = Object.keys(mayImport);
const everyModule = `^src/(${modules.join('|')})/`;

const downwardsOnly = modules.map((module) => {
  const reachable = [module, ...mayImport[module], ...(module === 'site' ? [] : ['platform'])];
  return {
    name: `${module}-imports-downwards`,
    comment:
      'Imports point one way, so that a module can be understood with what lies below it; news goes up as events.',
    severity: 'error',
    from: { path: `^src/${module}/` },
    to: { path: everyModule, pathNot: `^src/(${reachable.join('|')})/` },
  };
});

module.exports = {
  forbidden: [
    ...downwardsOnly,
    {
      name: 'through-the-index',
      comment:
        'A module’s index.ts is its public face; what lies behind it may change without anybody noticing. Platform is parts, each its own face.',
      severity: 'error',
      from: { path: '^src/([^/]+)/' },
      to: { path: '^src/[^/]+/', pathNot: ['^src/$1/', '^src/platform/', '^src/[^/]+/index\\.ts$'] },
    },
    {
      name: 'nothing-imports-the-roots',
      comment: 'main, service, app, command line and demo put the modules together; nothing below may know how.',
      severity: 'error',
      from: { path: everyModule },
      to: { path: '^src/([^/]+\\.tsx?$|cli/|demo/)', pathNot: '^src/(events|jobs)\\.ts$' },
    },
    {
      name: 'site-knows-nothing-of-ours',
      comment: 'A page is a pure function of its view model: no database, no clock, no facts and no jobs.',
      severity: 'error',
      from: { path: '^src/site/' },
      to: { path: '^src/', pathNot: '^src/site/' },
    },
    {
      name: 'site-renders-with-preact-alone',
      comment: 'The same: a page that could read a file or ask a server would not be pure. Hashing is.',
      severity: 'error',
      from: { path: '^src/site/' },
      to: {
        pathNot: [
          '^src/site/',
          '(^|node_modules/)(preact|preact-render-to-string|feed|sitemap|schema-dts)(/|$)',
          '^crypto$',
        ],
      },
    },
    {
      name: 'queue-library-in-platform',
      comment:
        'The queue is only a hint; whoever called it directly would lose work with it. Everybody else leaves an outbox row.',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/platform/' },
      to: { path: '(^|node_modules/)(bullmq|@nestjs/bullmq|ioredis)(/|$)' },
    },
    {
      name: 'lifecycles-are-pure',
      comment:
        'A table is decided from facts alone: it may name guards and other tables, and the types of everything else.',
      severity: 'error',
      from: { path: '^src/.+-lifecycle\\.ts$' },
      to: {
        pathNot: ['^src/.+/guards\\.ts$', '^src/.+-guards\\.ts$', '^src/.+-lifecycle\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'guards-are-pure',
      comment: 'The same holds for what the tables name: a guard looks at facts and returns a sentence.',
      severity: 'error',
      from: { path: ['^src/.+/guards\\.ts$', '^src/.+-guards\\.ts$'] },
      // Another guard is as pure.
      to: { dependencyTypesNot: ['type-only'], pathNot: '-guards\\.ts$' },
    },
    {
      name: 'catalogues-import-nothing',
      comment:
        'events.ts and jobs.ts are read by everybody, platform too: they are lists, and depend on nothing but each other.',
      severity: 'error',
      from: { path: '^src/(events|jobs)\\.ts$' },
      to: { pathNot: '^src/events\\.ts$' },
    },
    {
      name: 'no-circles',
      comment: 'Two files that need each other at run time are one file, or one of them is in the wrong place.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'no-tests-in-the-service',
      comment: 'What runs in production must not need what only tests have.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.tsx?$' },
      to: { path: '^(test|bench)/|\\.spec\\.tsx?$' },
    },
    {
      name: 'no-development-packages-in-the-service',
      comment: 'They are not there after npm ci --omit=dev. Types are gone by then.',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.spec\\.tsx?$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere fails only when that line runs.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // Specs may look behind an index: they test what is there.
    exclude: { path: '\\.spec\\.tsx?$' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
