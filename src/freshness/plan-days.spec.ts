import { describe, expect, it } from '@jest/globals';
import { countsUnder, planDays, weekOf, type Plannable, type WeeklyCapacity } from './plan-days.js';

const monday = 0;
const five: WeeklyCapacity = () => 5;
const guide = (id: string, earliest: number, latest: number, specialties = ['dermatology']): Plannable => ({
  id,
  specialties,
  earliest,
  latest,
});
const guides = (count: number, earliest: number, latest: number): Plannable[] =>
  Array.from({ length: count }, (_, n) => guide(`guide-${String(n).padStart(4, '0')}`, earliest, latest));

function perWeek(days: Iterable<number>, weekday: number): number[] {
  const counts = new Map<number, number>();
  for (const day of days) counts.set(weekOf(day, weekday), (counts.get(weekOf(day, weekday)) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b).map(([, count]) => count);
}

describe('planning rechecks', () => {
  it('keeps every guide inside its window', () => {
    const days = planDays(guides(200, 30, 120), [], five, 3);
    expect(days.size).toBe(200);
    for (const day of days.values()) {
      expect(day).toBeGreaterThanOrEqual(30);
      expect(day).toBeLessThanOrEqual(120);
    }
  });

  it('spreads guides that are due together evenly over the weeks of their window', () => {
    expect(perWeek(planDays(guides(130, 0, 90), [], five, monday).values(), monday)).toEqual(Array(13).fill(10));
  });

  it('spreads the guides of one week over its working days', () => {
    const days = [...planDays(guides(10, 0, 6), [], five, monday).values()].sort((a, b) => a - b);
    expect(days).toEqual([0, 0, 1, 1, 2, 2, 3, 3, 4, 4]);
  });

  it('plans around what is planned already', () => {
    const planned = [{ specialties: ['dermatology'], day: 8, reviews: 4 }];
    expect(perWeek(planDays(guides(4, 0, 13), planned, five, monday).values(), monday)).toEqual([4]);
    expect(perWeek(planDays(guides(8, 0, 13), planned, five, monday).values(), monday)).toEqual([6, 2]);
  });

  it('gives a week less when part of its reviewers are away, and nothing when all are', () => {
    const capacity: WeeklyCapacity = (_, week) => [10, 0, 5][week] ?? 0;
    expect(perWeek(planDays(guides(15, 0, 20), [], capacity, monday).values(), monday)).toEqual([10, 5]);
  });

  it('spreads evenly where nobody could review at all: the day stays planned and the shortage shows', () => {
    expect(perWeek(planDays(guides(9, 0, 20), [], () => 0, monday).values(), monday)).toEqual([3, 3, 3]);
  });

  it('takes the later of two equal weeks, so that a review keeps its full cadence', () => {
    expect(planDays([guide('a', 0, 27)], [], five, monday).get('a')).toBe(21);
  });

  it('plans a window that has passed for today', () => {
    const days = planDays([guide('late', -200, -110), guide('a', -20, 0)], [], five, monday);
    expect([...days]).toEqual([
      ['late', 0],
      ['a', 0],
    ]);
  });

  it('starts today where the window has begun', () => {
    expect(planDays([guide('a', -20, 1)], [], five, monday).get('a')).toBeGreaterThanOrEqual(0);
  });

  it('uses a weekend only when the window is nothing else', () => {
    expect(planDays([guide('a', 5, 6)], [], five, monday).get('a')).toBe(5);
    expect(planDays([guide('b', 5, 7)], [], five, monday).get('b')).toBe(7);
  });

  it('does not depend on the order in which guides are given', () => {
    const some = guides(50, 0, 60);
    const forwards = planDays(some, [], five, 2);
    const backwards = planDays([...some].reverse(), [], five, 2);
    expect([...backwards].sort()).toEqual([...forwards].sort());
  });

  it('does not let one specialty crowd out another', () => {
    const both = [...guides(10, 0, 6), guide('eye', 0, 6, ['ophthalmology'])];
    const planned = [{ specialties: ['dermatology'], day: 0, reviews: 50 }];
    expect(planDays(both, planned, five, monday).get('eye')).toBe(0);
  });
});

describe('the specialty that a review counts under', () => {
  const capacity: WeeklyCapacity = (specialty, week) => (specialty === 'dermatology' ? 3 : week === 0 ? 0 : 8);

  it('is the one whose reviewers take most that week', () => {
    expect(countsUnder(['dermatology', 'plastic-surgery'], 0, capacity)).toBe('dermatology');
    expect(countsUnder(['dermatology', 'plastic-surgery'], 1, capacity)).toBe('plastic-surgery');
  });

  it('is the first by name among equals', () => {
    expect(countsUnder(['plastic-surgery', 'dermatology'], 0, () => 0)).toBe('dermatology');
  });
});

describe('weeks', () => {
  it('begin on Monday, whatever day today is', () => {
    const friday = 4;
    expect([0, 2, 3, 9, 10].map((day) => weekOf(day, friday))).toEqual([0, 0, 1, 1, 2]);
  });
});
