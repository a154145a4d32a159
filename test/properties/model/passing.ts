import { addDays, civil, daysBetween, workingDaysBetween } from './calendar.js';
import { holds, signingSpecialties } from './people.js';
import { againstPublishing, minorBack, publishApproved } from './publishing.js';
import { giveBack } from './review.js';
import { openReview } from './steps.js';
import { specialtiesOf } from './texts.js';
import { day } from './calendar.js';
import { find, open, pending, type Guide, type Review, type World } from './state.js';

const minorDays = 7;
const idleWorkingDays = 5;

/** What the clock does each minute: publishes what is due, or gives it up; lets lapse what nobody confirmed. */
export function fireSchedules(world: World): void {
  for (const guide of world.guides) {
    for (const revision of guide.revisions) {
      if (revision.status === 'scheduled' && (revision.scheduledFor ?? 0) <= world.now) {
        const refused = Object.values(againstPublishing(world, guide, revision, null)).some(Boolean);
        if (refused) Object.assign(revision, { status: 'approved', scheduledFor: null });
        else publishApproved(world, guide, revision, null);
      }
    }
    for (const revision of guide.revisions) {
      if (revision.status === 'minor-proposed' && revision.proposedAt + minorDays * day <= world.now)
        minorBack(revision);
    }
    guide.proposals = guide.proposals.filter((proposal) => proposal.lapsesAt > world.now);
  }
}

/** What the calendar asks for. `planned` is the day that the service chose for each guide; it must lie within the limits. */
export function sweep(world: World, planned: Record<string, string | null>): string[] {
  const today = civil(world.now);
  const complaints: string[] = [];
  for (const guide of world.guides) {
    for (const review of guide.reviews) if (goesBack(world, guide, review)) giveBack(world, review);
    if (guide.status !== 'live' || guide.carriedOver) continue;
    if (guide.plannedOn === null) {
      guide.plannedOn = planned[guide.id] ?? null;
      if (!withinLimits(guide, today))
        complaints.push(`${guide.id} is planned for ${guide.plannedOn}, due ${guide.dueOn}, on ${today}`);
    }
    if (opensRecheck(guide, today))
      openReview(world, guide, { kind: 'recheck', revision: null, version: guide.live ?? '' });
  }
  return complaints;
}

/** Not before 120 days ahead, nor before half of the cadence; at the latest 30 days ahead; at once when that has passed. */
function withinLimits({ plannedOn, lastReviewedOn, dueOn }: Guide, today: string): boolean {
  if (!plannedOn || !lastReviewedOn || !dueOn) return false;
  const half = addDays(lastReviewedOn, Math.ceil(daysBetween(lastReviewedOn, dueOn) / 2));
  const earliest = [addDays(dueOn, -120), half, today].sort().at(-1) ?? '';
  const latest = [addDays(dueOn, -30), today].sort().at(-1) ?? '';
  return plannedOn >= earliest && plannedOn <= latest;
}

/** At most one; none beside a full review, nor while what the last one led to is open. */
function opensRecheck(guide: Guide, today: string): boolean {
  if (guide.plannedOn === null || guide.plannedOn > today) return false;
  if (guide.reviews.some((w) => pending(w) && (w.kind === 'recheck' || w.kind === 'full'))) return false;
  const led = guide.reviews.filter(
    (w) => w.kind === 'recheck' && (w.verdict === 'revise' || w.verdict === 'keep-with-changes'),
  );
  const at = guide.revisions.find((r) => open(r) && r.kind === 'ordinary')?.openedAt;
  if (at !== undefined && led.some((w) => w.decidedAt >= at)) return false;
  return !guide.proposals.some((p) => p.name === 'withdraw');
}

/** Whose assignee cannot do it, or did nothing for five working days. */
function goesBack(world: World, guide: Guide, review: Review): boolean {
  if (review.status !== 'assigned' || review.assignee === null) return false;
  const may = specialtiesOf(find(guide.versions, review.version));
  if (!holds(world, review.assignee, 'reviewer')) return true;
  if (!signingSpecialties(world, review.assignee).some((specialty) => may.includes(specialty))) return true;
  return workingDaysBetween(civil(review.touchedAt), civil(world.now)) >= idleWorkingDays;
}
