import { daysBetween, type PublisherView } from '../site/index.js';

type Policy = Pick<PublisherView, 'carriedOverIndexedUntil' | 'delistOverdueAfterDays'>;

/** Whether a live guide has left search engines by the publisher's policy, while readers still find its page. */
export function isDelisted(
  { carriedOver, dueOn }: { carriedOver: boolean; dueOn: string },
  { carriedOverIndexedUntil: until, delistOverdueAfterDays: days }: Policy,
  today: string,
): boolean {
  return (
    (carriedOver && until !== undefined && today > until) || (days !== undefined && daysBetween(dueOn, today) > days)
  );
}

/** The same of a row `g` of guides, for lists that search engines read: today, then the two settings, as parameters from `$first` on. */
export function delistedInSql(first: number): string {
  const [today, until, days] = [first, first + 1, first + 2];
  return `(g.carried_over and $${today}::date > $${until}::date or g.due_on + $${days}::integer < $${today}::date) is true`;
}

/** What {@link delistedInSql} is given. */
export function delistingValues({ carriedOverIndexedUntil, delistOverdueAfterDays }: Policy, today: string): unknown[] {
  return [today, carriedOverIndexedUntil ?? null, delistOverdueAfterDays ?? null];
}
