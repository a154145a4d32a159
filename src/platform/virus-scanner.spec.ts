import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ClamdServer, inventedVirus } from '../../test/support/clamd-server.js';
import { Invalid, Unavailable } from './errors.js';
import { VirusScanner } from './virus-scanner.js';

let clamd: ClamdServer;
let scanner: VirusScanner;

beforeAll(async () => {
  clamd = await ClamdServer.start();
  scanner = new VirusScanner({ clamdUrl: clamd.url });
});
afterEach(() => {
  clamd.mode = 'right';
});
afterAll(() => clamd.stop());

describe('A virus scanner', () => {
  it.each([0, 1, 65_536, 65_537, 3_000_000])('gets all %i bytes, and lets them pass', async (length) => {
    const bytes = Buffer.alloc(length, 'a');
    await scanner.admit('file', bytes);
    expect(clamd.streams.at(-1)?.equals(bytes)).toBe(true);
  });

  it('that finds something refuses the file by that name', async () => {
    const asked = scanner.admit('file', Buffer.from(`more ${inventedVirus} more`));
    await expect(asked).rejects.toBeInstanceOf(Invalid);
    await expect(asked).rejects.toMatchObject({ problems: [{ code: 'file' }] });
    await expect(asked).rejects.toThrow('(Invented.Test.Virus)');
  });

  it.each(['down', 'garbage', 'full'] as const)('that is %s lets nothing pass', async (mode) => {
    clamd.mode = mode;
    await expect(scanner.admit('file', Buffer.alloc(200_000))).rejects.toBeInstanceOf(Unavailable);
    await expect(scanner.ping()).rejects.toThrow();
  });

  it('that is not there lets nothing pass', async () => {
    const nobody = new VirusScanner({ clamdUrl: 'tcp://127.0.0.1:9' });
    await expect(nobody.admit('file', Buffer.from('a'))).rejects.toBeInstanceOf(Unavailable);
  });

  it('that is not configured is not missed', async () => {
    const none = new VirusScanner({ clamdUrl: undefined });
    await none.admit('file', Buffer.from(inventedVirus));
    expect([await none.ping(), await scanner.ping()]).toEqual([false, true]);
  });
});
