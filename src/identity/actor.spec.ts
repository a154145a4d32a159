import { describe, expect, it } from '@jest/globals';
import { leads, reauthenticationMissing } from './actor.js';

const now = new Date('2027-03-31T12:00:00Z');
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

describe('a re-authentication', () => {
  it('is fresh for five minutes', () => {
    expect(reauthenticationMissing({ via: 'session', reauthenticatedAt: minutesAgo(5) }, now)).toBeUndefined();
    expect(reauthenticationMissing({ via: 'session', reauthenticatedAt: minutesAgo(5.1) }, now)?.code).toBe(
      'reauthentication',
    );
    expect(reauthenticationMissing({ via: 'session', reauthenticatedAt: null }, now)?.code).toBe('reauthentication');
  });

  it('is never had by a token', () => {
    expect(reauthenticationMissing({ via: 'token', reauthenticatedAt: now }, now)?.code).toBe('token');
  });
});

describe('a lead', () => {
  it('leads every category, or the named ones', () => {
    expect(leads({ leadOf: 'all' }, 'hair')).toBe(true);
    expect(leads({ leadOf: ['hair'] }, 'hair')).toBe(true);
    expect(leads({ leadOf: ['hair'] }, 'skin')).toBe(false);
    expect(leads({ leadOf: [] }, 'hair')).toBe(false);
  });
});
