import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';

interface Service {
  image: string;
  build?: string;
  command?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  networks: string[];
  ports?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
}
interface Compose {
  services: Record<string, Service>;
  networks: Record<string, { internal?: boolean }>;
  volumes: Record<string, unknown>;
}

const repository = new URL('../../', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, repository), 'utf8');
const text = read('docker-compose.yml');
const compose = parse(text, { merge: true }) as Compose;
const services = Object.entries(compose.services);
const ours = services.filter(([, service]) => service.build !== undefined);
const bucket = parse(read('docker-compose.bucket.yml')) as { services: Record<string, { networks: string[] }> };
const service = (name: string): Service => {
  const found = compose.services[name];
  if (!found) throw new Error(`There is no service ${name}.`);
  return found;
};

// The official schema cannot be fetched where this runs: `compose-schema.json` is a stricter subset of our own.
const validate = new Ajv({ allErrors: true, allowUnionTypes: true, strictTuples: false }).compile(
  JSON.parse(read('test/support/compose-schema.json')),
);

describe('docker-compose.yml', () => {
  it('follows our subset of the Compose Specification', () => {
    validate(compose);
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each<[string, (broken: Compose) => void]>([
    ['an unknown key', (broken) => Object.assign(broken.services.web ?? {}, { restrat: 'always' })],
    [
      'an unknown condition',
      (broken) => Object.assign(broken.services.web?.depends_on?.postgres ?? {}, { condition: 'up' }),
    ],
    ['an image without a version', (broken) => Object.assign(broken.services.redis ?? {}, { image: 'redis' })],
  ])('would be refused with %s', (_what, spoil) => {
    const broken = structuredClone(compose);
    spoil(broken);
    expect(validate(broken)).toBe(false);
  });

  it('names only services, networks and volumes that it declares', () => {
    for (const [, { volumes = [], networks, depends_on = {} }] of services) {
      const named = volumes.map((mount) => mount.split(':')[0] ?? '').filter((source) => !source.startsWith('.'));
      expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(named));
      expect(Object.keys(compose.networks)).toEqual(expect.arrayContaining(networks));
      expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(depends_on)));
    }
  });

  it('waits only for health that somebody checks', () => {
    for (const [, { depends_on = {} }] of services) {
      for (const [name, { condition }] of Object.entries(depends_on)) {
        if (condition === 'service_healthy') expect(service(name).healthcheck?.test[0]).toBe('CMD');
      }
    }
  });

  it('mounts files that are there', () => {
    const files = services.flatMap(([, { volumes = [] }]) => volumes.map((mount) => mount.split(':')[0] ?? ''));
    const missing = files.filter((file) => file.startsWith('.') && !existsSync(new URL(file, repository)));
    expect(missing).toEqual([]);
  });
});

describe('the settings of the service', () => {
  const config = ['config', 'config-reader', 'site-settings'].map((name) => read(`src/platform/${name}.ts`)).join();
  const known = new Set([...config.matchAll(/'([A-Z][A-Z_0-9]{2,})'/g)].map(([, name]) => name));

  it('are all ones that it reads', () => {
    for (const [, { environment = {} }] of ours) {
      expect(Object.keys(environment).filter((name) => !known.has(name))).toEqual([]);
    }
  });

  it('come from the surroundings under the same name, but for two of the compose file’s own', () => {
    const used = new Set([...text.matchAll(/\$\{([A-Z][A-Z_0-9]+)/g)].map(([, name]) => name ?? ''));
    expect([...used].filter((name) => !known.has(name)).sort()).toEqual(['HTTP_PORT', 'POSTGRES_PASSWORD']);
  });

  it('hold no secret in the file, and no default for one', () => {
    expect(text.match(/\$\{SECRET_KEY[^}]*\}/g)).toEqual([expect.stringMatching(/^\$\{SECRET_KEY:\?/)]);
    for (const use of text.match(/\$\{POSTGRES_PASSWORD[^}]*\}/g) ?? [])
      expect(use).toMatch(/^\$\{POSTGRES_PASSWORD:\?/);
  });

  it('split the roles: web, worker, and one that migrates before either starts', () => {
    expect(ours.map(([name, { environment }]) => [name, environment?.ROLE])).toEqual([
      ['web', 'web'],
      ['worker', 'worker'],
      ['migrate', undefined],
    ]);
    for (const name of ['web', 'worker']) {
      expect(service(name).depends_on?.migrate?.condition).toBe('service_completed_successfully');
    }
    expect(service('migrate').command).toEqual(['node', 'dist/cli.js', 'migrate']);
  });
});

describe('what could be lost or reached', () => {
  it('is kept: the queue neither evicts nor forgets', () => {
    const command = service('redis').command?.join(' ') ?? '';
    expect(command).toContain('--appendonly yes');
    expect(command).toContain('--maxmemory-policy noeviction');
    expect(service('postgres').volumes).toEqual(['database:/var/lib/postgresql']);
  });

  it('is closed: database and queue have no way out and no port', () => {
    expect(compose.networks.inside?.internal).toBe(true);
    for (const name of ['postgres', 'redis', 'web']) {
      expect([name, service(name).networks, service(name).ports]).toEqual([name, ['inside'], undefined]);
    }
  });

  it('is closed but for web, where pages lie in a bucket: the second file opens that way and changes nothing else', () => {
    expect(bucket).toEqual({ services: { web: { networks: ['inside', 'outside'] } } });
    expect(compose.networks.outside?.internal).toBeUndefined();
    expect(read('docs/serving.md')).toContain('COMPOSE_FILE=docker-compose.yml:docker-compose.bucket.yml');
  });

  it('is apart: nginx sees the pages, read-only, and nothing that applicants sent', () => {
    const mounts = service('nginx').volumes?.filter((mount) => !mount.startsWith('./'));
    expect(mounts).toEqual(['pages:/srv/pages:ro']);
  });
});

describe('the image', () => {
  const dockerfile = read('Dockerfile');

  it('copies what is there, and runs Node itself as an ordinary user', () => {
    const sources = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    expect(sources.filter((source) => !existsSync(new URL(source, repository)))).toEqual([]);
    expect(dockerfile).toMatch(/\nUSER node\n[^]*\nCMD \["node", "dist\/main\.js"\]\n$/);
  });

  it('keeps secrets and local data out of the build', () => {
    expect(read('.dockerignore').split('\n')).toEqual(
      expect.arrayContaining(['.env', '.git', '.imprimatur', 'node_modules']),
    );
  });
});
