import {
  chosenByService,
  decide,
  find,
  parts,
  type Comment,
  type Guide,
  type Outcome,
  type Part,
  type Review,
  type Revision,
  type World,
} from './state.js';
import { has } from './people.js';
import { nextId } from './state.js';

/** Saves one part by compare-and-set on its own count of changes. */
export function save(
  world: World,
  guide: Guide,
  revision: Revision,
  part: Part,
  words: string,
  etag: number | null,
  by: string,
): Outcome {
  if (!has(world, by, 'editor')) return 'forbidden';
  if (guide.status === 'legal') return 'refused: guide';
  if (revision.status !== 'draft' && revision.status !== 'changes-requested') return 'refused: state';
  if ((revision.etags[part] ?? null) !== etag) return 'stale';
  if (revision.draft[part] === words && etag !== null) return 'done';
  revision.draft[part] = words;
  revision.etags[part] = etag === null ? chosenByService : etag + 1;
  if (!revision.contributions.includes(`${part} ${by}`)) revision.contributions.push(`${part} ${by}`);
  return 'done';
}

/** Anybody may look; only the assignee’s look counts, and shows that they are at it. */
export function read(world: World, review: Review, by: string): Outcome {
  if (review.assignee === by && review.status === 'assigned') {
    const opening = `${by} ${review.version}`;
    if (!review.openings.includes(opening)) review.openings.push(opening);
    review.touchedAt = world.now;
  }
  return 'done';
}

function atDesk(world: World, review: Review, by: string, effect: () => void): Outcome {
  return decide(
    review.assignee === by,
    review.status === 'assigned',
    () => ({}),
    () => {
      effect();
      review.touchedAt = world.now;
    },
  );
}

export function answer(world: World, review: Review, items: number[], yes: 'yes' | 'no', by: string): Outcome {
  return atDesk(world, review, by, () => {
    for (const item of items) review.answers[item] = `${yes} ${review.version}`;
  });
}

export function comment(
  world: World,
  guide: Guide,
  review: Review,
  blocking: boolean,
  anchored: boolean,
  by: string,
): Outcome {
  if (review.assignee === by && review.status === 'assigned' && !anchored) return 'invalid';
  return atDesk(world, review, by, () => {
    const { id, revision } = review;
    guide.comments.push({
      id: nextId(guide, guide.comments, 'c'),
      review: id,
      revision,
      author: by,
      blocking,
      answered: false,
      resolved: false,
    });
  });
}

export function answerComment(world: World, remark: Comment, by: string): Outcome {
  if (!has(world, by, 'editor')) return 'forbidden';
  if (remark.resolved) return 'refused: resolved';
  remark.answered = true;
  return 'done';
}

/** Who wrote it resolves it, or whoever holds a review of the same revision now. */
export function resolve(guide: Guide, remark: Comment, by: string): Outcome {
  const holds = guide.reviews.some(
    (w) =>
      w.assignee === by &&
      w.status === 'assigned' &&
      (w.id === remark.review || (remark.revision !== null && w.revision === remark.revision)),
  );
  if (remark.author !== by && !holds) return 'forbidden';
  remark.resolved = true;
  return 'done';
}
