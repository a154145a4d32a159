import { describe, expect, it } from '@jest/globals';
import { ConfigError, readConfig } from './config.js';

const sound = { DATABASE_URL: 'postgres://u:p@127.0.0.1:5432/d', SECRET_KEY: Buffer.alloc(32, 7).toString('base64') };
const fsmb = { FSMB_URL: 'https://pdc.example', FSMB_CLIENT_ID: 'client', FSMB_CLIENT_SECRET: 'words-that-stay-here' };

function problemsOf(env: Record<string, string>): string[] {
  try {
    readConfig({ ...sound, ...env });
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('The sources of physicians', () => {
  it('are none by default: people look licenses up, and SAM.gov is not asked', () => {
    expect(readConfig(sound)).toMatchObject({ sam: undefined, fsmb: undefined });
    expect(readConfig({ ...sound, FSMB_URL: '', FSMB_CLIENT_ID: '', SAM_API_KEY: '' })).toMatchObject({
      fsmb: undefined,
    });
  });

  it('are asked with a key, and with all that a client needs', () => {
    expect(readConfig({ ...sound, ...fsmb, SAM_API_KEY: 'key' })).toMatchObject({
      sam: { url: 'https://api.sam.gov/entity-information/v4/exclusions', apiKey: 'key' },
      fsmb: { url: 'https://pdc.example', clientId: 'client', clientSecret: 'words-that-stay-here' },
    });
  });

  it.each(Object.keys(fsmb))('cannot do without %s where the other two are set, and repeat no secret', (missing) => {
    const [problem, ...more] = problemsOf({ ...fsmb, [missing]: '' });
    expect(problem).toContain(`${missing} must be set too`);
    expect([more, problem?.includes('words-that-stay-here')]).toEqual([[], false]);
  });

  it.each([
    ['', []],
    ['off', undefined],
    ['192.0.2.53', ['192.0.2.53']],
    ['127.0.0.1:5353, [2001:db8::53]:53, 2001:db8::54', ['127.0.0.1:5353', '[2001:db8::53]:53', '2001:db8::54']],
  ])('ask name servers by address: %p', (named, servers) => {
    expect(readConfig({ ...sound, MX_RESOLVER: named }).mxResolver).toEqual(servers);
  });

  it.each(['ns.example', '192.0.2.53:0', '192.0.2.53:65536', '192.0.2', 'on', '[192.0.2.53]:53'])(
    'ask no name server called %s',
    (named) => expect(problemsOf({ MX_RESOLVER: named })).toEqual([expect.stringContaining('MX_RESOLVER must be off')]),
  );

  it('have addresses that are addresses', () => {
    expect(problemsOf({ ...fsmb, FSMB_URL: 'pdc.example' })).toHaveLength(1);
    expect(problemsOf({ SAM_URL: 'sam.gov' })).toHaveLength(1);
  });
});
