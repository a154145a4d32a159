import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NameServer, type Zone } from '../../test/support/name-server.js';
import { MailDomains } from './mail-domains.js';
import { digestOf, SourceTrouble } from './outside-source.js';

const instant = new Date('2026-03-02T15:00:00Z');
let server: NameServer;
let domains: MailDomains;

beforeAll(async () => {
  server = await NameServer.start();
  domains = new MailDomains({ servers: [server.address], now: () => instant, timeoutMilliseconds: 50, tries: 2 });
});
afterAll(() => server.stop());

describe('A domain', () => {
  it.each<[string, Zone | undefined, boolean, string]>([
    ['that names an exchange', { mx: [[10, 'mail.derm.example']] }, true, 'has its mail taken by mail.derm.example'],
    [
      'that names several, first the one with the lowest number',
      {
        mx: [
          [20, 'spare.example'],
          [5, 'first.example'],
        ],
      },
      true,
      'has its mail taken by first.example',
    ],
    ['that has an address alone', { a: ['192.0.2.1'] }, true, 'takes its mail itself'],
    ['that says it takes none', { mx: [[0, '.']], a: ['192.0.2.1'] }, false, 'says that it takes no mail'],
    ['that is there for other things', {}, false, 'has no server that would take mail'],
    ['that is not there', undefined, false, 'has no server that would take mail'],
  ])('%s takes mail or not, as the name servers say', async (_what, zone, takesMail, because) => {
    if (zone) server.put('derm.example', zone);
    const evidence = await domains.lookUp(zone ? 'derm.example' : 'nowhere.example');
    expect([evidence.takesMail, evidence.because]).toEqual([takesMail, because]);
  });

  it('whose name cannot be one takes none, and nobody is asked', async () => {
    const asked = server.questions.length;
    expect(await domains.lookUp('derm..example')).toMatchObject({ takesMail: false });
    expect(server.questions).toHaveLength(asked);
  });

  it('leaves evidence of what was asked and said', async () => {
    server.put('derm.example', { mx: [[10, 'mail.derm.example']] });
    const { raw, sha256, ...told } = await domains.lookUp('derm.example');
    expect(told).toMatchObject({ source: 'Domain name system', request: 'MX derm.example', answeredAt: instant });
    expect(JSON.parse(raw.toString())).toEqual({ exchanges: ['mail.derm.example'], addresses: [] });
    expect(sha256).toBe(digestOf(raw));
  });

  it.each(['servfail', 'refused', 'silent', 'garbage'] as const)(
    'of which the server says nothing (%s) is neither one that takes mail nor one that takes none',
    async (fails) => {
      server.put('quiet.example', { fails });
      const asked = domains.lookUp('quiet.example');
      await expect(asked).rejects.toThrow('The name servers gave no answer about quiet.example.');
      await expect(asked).rejects.toBeInstanceOf(SourceTrouble);
    },
  );

  it('is not known either where nobody listens', async () => {
    const nobody = new MailDomains({ servers: ['127.0.0.1:9'], now: () => instant, timeoutMilliseconds: 50, tries: 1 });
    await expect(nobody.lookUp('derm.example')).rejects.toBeInstanceOf(SourceTrouble);
  });
});
