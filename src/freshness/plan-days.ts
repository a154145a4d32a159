/** A live guide whose recheck has no day yet. Days count from today, which is 0. */
export interface Plannable {
  id: string;
  /** Specialties any of which may review it. */
  specialties: readonly string[];
  /** The first day of its window; may lie behind. */
  earliest: number;
  /** The last day of its window; may lie behind. */
  latest: number;
}

/** Reviews that are already planned for a day, of texts with these specialties. */
export interface PlannedReviews {
  specialties: readonly string[];
  day: number;
  reviews: number;
}

/** Reviews that the reviewers of a specialty take in a week; the ISO week of today is 0. */
export type WeeklyCapacity = (specialty: string, week: number) => number;

const workingDaysInWeek = 5;
/** Weeks in which nobody could take a review come after all others. */
const nobody = 1_000_000;

/** The specialty that a review counts under in a week: of those that may do it, the one with the most capacity. */
export function countsUnder(specialties: readonly string[], week: number, capacity: WeeklyCapacity): string {
  const byCapacity = [...specialties].sort((a, b) => capacity(b, week) - capacity(a, week) || (a < b ? -1 : 1));
  return byCapacity[0] ?? '';
}

/** The ISO week of a day; `weekday` is that of today, 0 for Monday. */
export function weekOf(day: number, weekday: number): number {
  return Math.floor((day + weekday) / 7);
}

/**
 * Gives each guide a day in its window: in the week with the least planned for what its reviewers can take (the later one of
 * equals, so that a review keeps its full cadence), there on the working day with the least. A window that has passed means today.
 * Deterministic: the most urgent first, and equal input gives equal days.
 */
export function planDays(
  guides: readonly Plannable[],
  planned: readonly PlannedReviews[],
  capacity: WeeklyCapacity,
  weekday: number,
): Map<string, number> {
  const plan = new Plan(capacity, weekday);
  for (const { specialties, day, reviews } of planned) plan.add(specialties, Math.max(0, day), reviews);
  const urgentFirst = [...guides].sort((a, b) => a.latest - b.latest || (a.id < b.id ? -1 : 1));
  const days = new Map<string, number>();
  for (const { id, specialties, earliest, latest } of urgentFirst) {
    const day = plan.bestDay(specialties, Math.max(0, earliest), Math.max(0, latest));
    plan.add(specialties, day, 1);
    days.set(id, day);
  }
  return days;
}

class Plan {
  private readonly byWeek = new Map<string, number>();
  private readonly byDay = new Map<string, number>();

  constructor(
    private readonly capacity: WeeklyCapacity,
    private readonly weekday: number,
  ) {}

  add(specialties: readonly string[], day: number, reviews: number): void {
    const week = weekOf(day, this.weekday);
    const specialty = countsUnder(specialties, week, this.capacity);
    const count = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + reviews);
    count(this.byWeek, `${specialty} ${week}`);
    count(this.byDay, `${specialty} ${day}`);
  }

  bestDay(specialties: readonly string[], earliest: number, latest: number): number {
    const last = Math.max(earliest, latest);
    let best = { strain: Infinity, week: 0 };
    for (let week = weekOf(last, this.weekday); week >= weekOf(earliest, this.weekday); week -= 1) {
      const strain = this.strain(specialties, week);
      if (strain < best.strain) best = { strain, week };
    }
    const specialty = countsUnder(specialties, best.week, this.capacity);
    const monday = best.week * 7 - this.weekday;
    return this.lightestDay(specialty, Math.max(earliest, monday), Math.min(last, monday + 6), monday);
  }

  /** The share of a week's capacity that is taken once one more review is planned. */
  private strain(specialties: readonly string[], week: number): number {
    const specialty = countsUnder(specialties, week, this.capacity);
    const taken = this.byWeek.get(`${specialty} ${week}`) ?? 0;
    const room = this.capacity(specialty, week);
    return room > 0 ? (taken + 1) / room : nobody + taken;
  }

  private lightestDay(specialty: string, from: number, to: number, monday: number): number {
    const taken = (day: number) => this.byDay.get(`${specialty} ${day}`) ?? 0;
    let best: number | undefined;
    for (let day = from; day <= to && day < monday + workingDaysInWeek; day += 1) {
      if (best === undefined || taken(day) < taken(best)) best = day;
    }
    // A window of a weekend alone has no working day.
    return best ?? from;
  }
}
