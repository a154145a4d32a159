import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/platform/config.js';

const text = readFileSync('.env.example', 'utf8');
const listed = parseEnv(text) as Record<string, string>;
const needed = {
  DATABASE_URL: 'postgres://owner@db.example/imprimatur',
  SECRET_KEY: Buffer.alloc(32).toString('base64'),
};

describe('.env.example', () => {
  it('lists exactly the variables that the service and docker compose read', () => {
    const names = [...new Set([...variablesOfConfig(), ...variablesOfCompose()])];
    expect(Object.keys(listed).sort()).toEqual(names.sort());
  });

  it('explains each variable in one comment line above it', () => {
    const lines = text.split('\n');
    const unexplained = lines.filter((line, index) => {
      if (!/^[A-Z_]+=/.test(line)) return false;
      return !/^# \S.*\.$/.test(lines[index - 1] ?? '') || lines[index - 2]?.startsWith('#');
    });
    expect(unexplained).toEqual([]);
  });

  it('is usable as it stands, once the two values that have no default are filled in', () => {
    const config = readConfig({ ...listed, ...needed });
    expect(config).toMatchObject({ role: 'all', port: 3000, logLevel: 'info', databasePool: 12, redisUrl: undefined });
  });

  it('shows the defaults: what it sets is what an empty environment gives', () => {
    const given = { ...needed, DATA_DIR: '/srv/imprimatur' };
    expect(readConfig({ ...listed, ...given })).toEqual(readConfig(given));
  });
});

/** Every name that reading the configuration asks for, on a database of its own. */
function variablesOfConfig(): string[] {
  const asked = new Set<string>();
  const env = new Proxy<Record<string, string>>(needed, {
    get: (values, name) => {
      asked.add(String(name));
      return values[String(name)];
    },
  });
  readConfig(env);
  return [...asked];
}

function variablesOfCompose(): string[] {
  return [...readFileSync('docker-compose.yml', 'utf8').matchAll(/\$\{([A-Z][A-Z_0-9]+)/g)].map(
    ([, name = '']) => name,
  );
}
