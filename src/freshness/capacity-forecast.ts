import { Injectable } from '@nestjs/common';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database, type Tx } from '../platform/database.js';
import { countsUnder, weekOf, type PlannedReviews } from './plan-days.js';
import { plannedReviews, reviewingCapacity, type ReviewingCapacity } from './reviewing-capacity.js';

/** Reviews asked for in a week, and what the reviewers take. */
export interface Load {
  needed: number;
  capacity: number;
}

/** One ISO week of the forecast. */
export interface CapacityWeek {
  /** For example `2026-W48`. */
  week: string;
  /** Its Monday. */
  startsOn: string;
  /** Every review and every reviewer once. */
  all: Load;
  /** A review counts once, under the specialty of its text with the most capacity; a reviewer under each specialty they have. */
  specialties: (Load & { specialty: string; name: string })[];
}

/** Forecasts, for leads who plan: does what is planned fit the people who are there? */
@Injectable()
export class CapacityForecast {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** This ISO week and those after it. What waits or is at work now counts in this week. */
  async forecast(weeks: number): Promise<CapacityWeek[]> {
    const now = this.clock.now();
    const today = civilDate(now, this.config.publisher.timeZone);
    return this.database.snapshot(async (tx) => {
      const calendar = await readCalendar(tx, today, weeks);
      const capacity = await reviewingCapacity(tx, { now, today }, weeks);
      const planned = await plannedReviews(tx, today, weeks * 7 - calendar.weekday - 1);
      const specialties = await tx.rows<Specialty>('select slug, name from specialty order by name, slug');
      const needed = neededByWeek(planned, capacity, calendar.weekday);
      return calendar.weeks.map((entry, week) => ({
        ...entry,
        all: { needed: needed.all(week), capacity: capacity.all(week) },
        specialties: specialties.map(({ slug, name }) => ({
          specialty: slug,
          name,
          needed: needed.of(slug, week),
          capacity: capacity.of(slug, week),
        })),
      }));
    });
  }
}

interface Specialty {
  slug: string;
  name: string;
}

interface Calendar {
  weekday: number;
  weeks: Pick<CapacityWeek, 'week' | 'startsOn'>[];
}

async function readCalendar(tx: Tx, today: string, weeks: number): Promise<Calendar> {
  const rows = await tx.rows<{ week: string; startsOn: string; weekday: number }>(
    `select to_char(monday, 'IYYY-"W"IW') as week, monday as "startsOn", $1::date - first as weekday
       from (select date_trunc('week', $1::date::timestamp)::date as first) f
       cross join lateral (select f.first + 7 * n as monday from generate_series(0, $2::integer - 1) n) m order by monday`,
    [today, weeks],
  );
  return { weekday: rows[0]?.weekday ?? 0, weeks: rows.map(({ week, startsOn }) => ({ week, startsOn })) };
}

function neededByWeek(planned: PlannedReviews[], capacity: ReviewingCapacity, weekday: number) {
  const counts = new Map<string, number>();
  const add = (key: string, reviews: number) => counts.set(key, (counts.get(key) ?? 0) + reviews);
  for (const { specialties, day, reviews } of planned) {
    const week = weekOf(day, weekday);
    add(`${countsUnder(specialties, week, capacity.of)} ${week}`, reviews);
    add(`${week}`, reviews);
  }
  return {
    of: (specialty: string, week: number) => counts.get(`${specialty} ${week}`) ?? 0,
    all: (week: number) => counts.get(`${week}`) ?? 0,
  };
}
