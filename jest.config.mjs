const swc = {
  swcrc: false,
  sourceMaps: 'inline',
  jsc: {
    target: 'es2023',
    parser: { syntax: 'typescript', tsx: false, decorators: true },
    keepClassNames: true,
    transform: {
      legacyDecorator: true,
      decoratorMetadata: true,
      useDefineForClassFields: false,
      react: { runtime: 'automatic', importSource: 'preact' },
    },
  },
};
const tsx = { ...swc, jsc: { ...swc.jsc, parser: { ...swc.jsc.parser, tsx: true } } };

/** One project per kind of test (see ARCHITECTURE.md, Tests). */
const kind = (displayName, testMatch, more = {}) => ({
  displayName,
  testMatch,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.tsx$': ['@swc/jest', tsx], '^.+\\.[cm]?ts$': ['@swc/jest', swc] },
  ...more,
});

const database = {
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

export default {
  workerIdleMemoryLimit: '900MB',
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/support/slowest-first.mjs',
  // Against a hang alone: how fast something is shows `npm run bench`, never a test on a busy machine.
  testTimeout: 120_000,
  projects: [
    kind('pure', ['<rootDir>/src/**/!(*.db).spec.ts', '<rootDir>/src/**/!(*.db).spec.tsx']),
    kind('database', ['<rootDir>/src/**/*.db.spec.ts'], database),
    kind('stories', ['<rootDir>/test/stories/**/*.spec.ts'], database),
    kind('properties', ['<rootDir>/test/properties/**/*.spec.ts'], database),
    kind('browser', ['<rootDir>/test/browser/**/*.spec.ts'], database),
    kind('shape', ['<rootDir>/test/shape/**/*.spec.ts'], database),
  ],
};
