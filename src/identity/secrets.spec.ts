import { describe, expect, it } from '@jest/globals';
import { Config } from '../platform/config.js';
import { blockOf, networkOf } from './request-source.js';
import { newSecret, secretHash, Secrets } from './secrets.js';

function secretsUnder(key: number): Secrets {
  return new Secrets(Object.assign(new Config(), { secretKey: Buffer.alloc(32, key) }));
}

describe('a sealed text', () => {
  it('opens for the account it was sealed for, and looks different each time', () => {
    const secrets = secretsUnder(1);
    const sealed = secrets.seal('JBSWY3DPEHPK3PXP', 'account-1');
    expect(secrets.open(sealed, 'account-1')).toBe('JBSWY3DPEHPK3PXP');
    expect(secrets.seal('JBSWY3DPEHPK3PXP', 'account-1')).not.toBe(sealed);
  });

  it('opens for no other account, under no other key, and not when altered', () => {
    const secrets = secretsUnder(1);
    const sealed = secrets.seal('JBSWY3DPEHPK3PXP', 'account-1');
    const bytes = Buffer.from(sealed, 'base64url');
    bytes[bytes.length - 1]! ^= 1;
    expect(() => secrets.open(sealed, 'account-2')).toThrow();
    expect(() => secretsUnder(2).open(sealed, 'account-1')).toThrow();
    expect(() => secrets.open(bytes.toString('base64url'), 'account-1')).toThrow();
    expect(() => secrets.open(sealed.slice(0, 20), 'account-1')).toThrow();
  });
});

describe('sealed bytes', () => {
  const plain = Buffer.from([0, 255, 13, 10, 37, 80, 68, 70, 0]);

  it('open in their context, unchanged, and say nothing of what is in them but its length', () => {
    const secrets = secretsUnder(1);
    const sealed = secrets.sealBytes(plain, 'document 1');
    expect(secrets.openBytes(sealed, 'document 1')).toEqual(plain);
    expect(sealed).toHaveLength(plain.length + 28);
    expect(sealed.includes(plain.subarray(4, 8))).toBe(false);
    expect(secrets.sealBytes(plain, 'document 1')).not.toEqual(sealed);
  });

  it('open in no other context, under no other key, and not when altered or cut', () => {
    const sealed = secretsUnder(1).sealBytes(plain, 'document 1');
    const altered = Buffer.from(sealed);
    altered[altered.length - 1]! ^= 1;
    expect(() => secretsUnder(1).openBytes(sealed, 'document 2')).toThrow();
    expect(() => secretsUnder(2).openBytes(sealed, 'document 1')).toThrow();
    expect(() => secretsUnder(1).openBytes(altered, 'document 1')).toThrow();
    expect(() => secretsUnder(1).openBytes(sealed.subarray(0, 20), 'document 1')).toThrow();
  });

  it('are under another key than texts', () => {
    const secrets = secretsUnder(1);
    expect(() => secrets.open(secrets.sealBytes(plain, 'account-1').toString('base64url'), 'account-1')).toThrow();
  });
});

describe('a secret', () => {
  it('holds 256 random bits and is stored as a hash', () => {
    const secret = newSecret('imp_');
    expect(Buffer.from(secret.slice(4), 'base64url')).toHaveLength(32);
    expect(secretHash(secret)).toMatch(/^[0-9a-f]{64}$/);
    expect(newSecret()).not.toBe(newSecret());
  });
});

describe('a pseudonym', () => {
  it('is equal for equal texts, and says nothing without the key', () => {
    expect(secretsUnder(1).pseudonym('203.0.113.9')).toBe(secretsUnder(1).pseudonym('203.0.113.9'));
    expect(secretsUnder(1).pseudonym('203.0.113.9')).not.toBe(secretsUnder(2).pseudonym('203.0.113.9'));
  });
});

describe('the network of an address', () => {
  it('is the address itself for IPv4, also when mapped into IPv6', () => {
    expect(networkOf('203.0.113.9')).toBe('203.0.113.9');
    expect(networkOf('::ffff:203.0.113.9')).toBe('203.0.113.9');
  });

  it('is the first half for IPv6, however it is written', () => {
    expect(networkOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:0DB8:1:2::1')).toBe('2001:db8:1:2::/64');
    expect(networkOf('2001:db8::1')).toBe('2001:db8:0:0::/64');
    expect(networkOf('fe80::1%eth0')).toBe('fe80:0:0:0::/64');
  });
});

describe('the block of an address', () => {
  it('is what one owner may hold: 256 addresses of IPv4, a site of IPv6', () => {
    expect(blockOf('203.0.113.9')).toBe('203.0.113.0/24');
    expect(blockOf('::ffff:203.0.113.200')).toBe('203.0.113.0/24');
    expect(blockOf('2001:0DB8:1:2::1')).toBe('2001:db8:1::/48');
    expect(blockOf('2001:db8::1')).toBe('2001:db8:0::/48');
  });
});
