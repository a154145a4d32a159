import { describe, expect, it } from '@jest/globals';
import { civilDateOf, daysBetween, longDate, longMonth } from './dates.js';

describe('civil dates', () => {
  it('prints the date that is written, whatever zone the machine is in', () => {
    expect(longDate('2026-05-20')).toBe('May 20, 2026');
    expect(longDate('2024-02-29')).toBe('February 29, 2024');
    expect(longDate('2026-12-01')).toBe('December 1, 2026');
    expect(longMonth('2027-03')).toBe('March 2027');
  });

  it('counts days over a change of clocks and a leap day', () => {
    expect(daysBetween('2026-03-07', '2026-03-09')).toBe(2);
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2026-06-02', '2026-06-01')).toBe(-1);
  });

  it('reads an instant in the zone of the publisher', () => {
    expect(civilDateOf('2026-05-20T03:30:00.000Z', 'America/New_York')).toBe('2026-05-19');
    expect(civilDateOf('2026-05-20T03:30:00.000Z', 'Asia/Tokyo')).toBe('2026-05-20');
  });

  it.each(['2026-02-30', '2026-13-01', '2026-00-15', '2026-5-2', '', '2026-05-20T00:00:00Z'])('refuses %p', (text) => {
    expect(() => longDate(text)).toThrow(RangeError);
  });
});
