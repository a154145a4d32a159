import { describe, expect, it } from '@jest/globals';
import { hashPassword, passwordMatches, passwordProblems } from './passwords.js';

const person = { email: 'ines.okafor@guides.example', name: 'Ines Okafor' };
const refused = (password: string): boolean => passwordProblems(password, person).length > 0;

describe('a new password', () => {
  it('has 12 to 128 characters, counted as people count them', () => {
    expect(refused('quiet-mead0')).toBe(true);
    expect(refused('quiet-mead0w')).toBe(false);
    expect(refused('🦊🐻🐼🦁🐸')).toBe(true);
    expect(refused('🦊🐻🐼🦁🐸🐙🦉🐢🦀🐝🦋🐳')).toBe(false);
    expect(refused('correct-harbor-'.repeat(8) + '12345678')).toBe(false);
    expect(refused('correct-harbor-'.repeat(8) + '123456789')).toBe(true);
  });

  it('is not among the first that are tried, with digits around it or said twice', () => {
    for (const password of [
      'password1234',
      'Password1234!',
      '123456789012',
      'qwertyqwerty',
      'ImprimaturImprimatur',
      'abcabcabcabc',
      'aaaaaaaaaaaa',
    ]) {
      expect([password, refused(password)]).toEqual([password, true]);
    }
  });

  it('is not made of the name or the address', () => {
    expect(refused('ines.okafor-2031')).toBe(true);
    expect(refused('hello InesOkafor 31')).toBe(true);
  });

  it('may be a long sentence that holds a common word', () => {
    expect(refused('my password is a secret dragon on a hill')).toBe(false);
  });
});

describe('a stored password', () => {
  it('is argon2id with 19 MiB and two passes, salted', async () => {
    const [one, two] = await Promise.all([hashPassword('quiet-meadow-31'), hashPassword('quiet-meadow-31')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(two);
  });

  it('matches however its letters were composed, and nothing matches where none is stored', async () => {
    const stored = await hashPassword('caf\u00e9-meadow-3141');
    expect(await passwordMatches(stored, 'cafe\u0301-meadow-3141')).toBe(true);
    expect(await passwordMatches(stored, 'cafe-meadow-3141')).toBe(false);
    expect(await passwordMatches(null, 'no account has this')).toBe(false);
    expect(await passwordMatches(undefined, 'no account has this')).toBe(false);
  });
});
