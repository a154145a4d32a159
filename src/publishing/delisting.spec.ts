import { describe, expect, it } from '@jest/globals';
import { isDelisted } from './delisting.js';

const reviewed = { carriedOver: false, dueOn: '2027-03-10' };
const carriedOver = { carriedOver: true, dueOn: '2027-09-01' };

describe('A guide leaves search engines', () => {
  it('never, where the publisher has not said so', () => {
    expect([isDelisted(reviewed, {}, '2040-01-01'), isDelisted(carriedOver, {}, '2040-01-01')]).toEqual([false, false]);
  });

  it('so many days past due, and not a day before', () => {
    const policy = { delistOverdueAfterDays: 90 };
    expect(isDelisted(reviewed, policy, '2027-06-08')).toBe(false);
    expect(isDelisted(reviewed, policy, '2027-06-09')).toBe(true);
  });

  it('after the last day of pages carried over, if it is one of them still', () => {
    const policy = { carriedOverIndexedUntil: '2027-01-31' };
    expect(isDelisted(carriedOver, policy, '2027-01-31')).toBe(false);
    expect(isDelisted(carriedOver, policy, '2027-02-01')).toBe(true);
    expect(isDelisted(reviewed, policy, '2027-02-01')).toBe(false);
  });
});
