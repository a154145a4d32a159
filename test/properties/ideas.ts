import type { Chance } from './chance.js';
import type { Command, Input, Noun } from './model/command.js';
import { nameOf } from './model/guide.js';
import { fit } from './model/people.js';
import { baseCurrent, isMinorOf, lastSigned, lintFails, signedVersion } from './model/texts.js';
import {
  answered,
  checklist,
  find,
  openRevision,
  parts,
  pending,
  same,
  unwritten,
  type Guide,
  type Part,
  type Proposal,
  type Review,
  type Revision,
  type Role,
  type World,
} from './model/state.js';
import { onPublic } from './correcting-ideas.js';
import { isSampled } from './words.js';

/** Something that could be done now: how likely, by whom, and what. */
export interface Idea {
  weight: number;
  roles: Role[];
  /** The one person whose it is. */
  person?: string | null;
  make: (by: string) => Command;
}

const textParts = ['lead', 'section:procedure', 'section:recovery', 'faq'] as const;

/** What could be done about a guide now, roughly as often as it is done. */
export function actsOn(world: World, guide: Guide, chance: Chance): Idea[] {
  const revisions = guide.revisions.filter((r) => r.status !== 'published' && r.status !== 'discarded');
  return [
    ...onGuide(guide, chance),
    ...revisions.flatMap((revision) => onRevision(world, guide, revision, chance)),
    ...guide.reviews.filter(pending).flatMap((review) => {
      const often = review.revision === null || review.kind === 'after-the-fact' ? 3 : 1;
      return onReview(world, guide, review, chance).map((idea) => ({ ...idea, weight: idea.weight * often }));
    }),
    ...onComments(guide),
  ].filter(({ weight }) => weight > 0);
}

function transition(
  noun: Noun,
  guide: Guide,
  id: string,
  name: string,
  weight: number,
  roles: Role[],
  input: Input = {},
  person?: string | null,
): Idea {
  const make = (by: string): Command => ({ do: 'transition', noun, guide: guide.id, id, name, by, input });
  return { weight, roles, make, ...(person === undefined ? {} : { person }) };
}

function onGuide(guide: Guide, chance: Chance): Idea[] {
  const { status } = guide;
  const act = (name: string, weight: number, roles: Role[], input: Input = {}): Idea =>
    transition('guide', guide, guide.id, name, weight, roles, input);
  const open = (kind: 'ordinary' | 'minor', weight: number): Idea =>
    transition('revision', guide, guide.id, 'open', openRevision(guide, kind) ? 0.3 : weight, ['editor'], { kind });
  const confirm = (name: Proposal['name'], weight: number, roles: Role[]): Idea => {
    const proposal = guide.proposals.find((p) => p.name === name);
    return act(name, proposal ? weight : 0.2, roles, proposal ? { names: nameOf(proposal) } : { names: 'nothing' });
  };
  const approved = guide.revisions.find((r) => r.status === 'approved');
  const fresh = status === 'unpublished' && !guide.everPublished;
  return [
    open('ordinary', 8),
    open('minor', status === 'live' ? 6 : 0.3),
    act('rename', 0.6, ['editor'], {
      slug: chance.of([
        'quiet-skin',
        'calm-skin',
        'warm-hands',
        'cold-feet',
        'green-tea',
        'old-scars',
        guide.slugs[0] ?? '',
      ]),
    }),
    act('proposeCarryOver', fresh ? 1.5 : 0.1, ['admin'], { inDays: chance.of([40, 200, 400, 600]) }),
    confirm('carryOver', 6, ['admin']),
    act('hold', status === 'live' ? 1.2 : 0.1, ['editor', 'reviewer', 'safety', 'admin'], {
      medical: chance.happens(0.4),
    }),
    act(
      'release',
      status === 'held' ? 6 : 0.2,
      guide.heldMedical ? ['reviewer'] : ['editor', 'reviewer', 'safety', 'admin', 'lead', 'director'],
    ),
    act('proposeWithdrawal', status === 'live' || status === 'held' ? 0.6 : 0.1, [
      'director',
      'lead',
      'editor',
      'admin',
    ]),
    confirm('withdraw', 3, chance.happens(0.7) ? ['director'] : ['lead', 'editor', 'admin']),
    act('proposeReinstatement', status === 'withdrawn' && approved ? 10 : 0.2, ['editor', 'lead', 'director'], {
      revision: approved?.id ?? openRevision(guide, 'ordinary')?.id ?? null,
    }),
    confirm('reinstate', 20, ['editor', 'lead', 'director']),
    act('proposeTakeDown', status === 'live' || status === 'held' ? 0.6 : 0.1, ['admin', 'lead']),
    confirm('takeDown', 3, ['admin', 'lead']),
    act('proposeLift', status === 'legal' ? 6 : 0.1, ['admin', 'lead']),
    confirm('lift', status === 'legal' ? 8 : 0.2, ['admin', 'lead']),
    ...onPublic(guide, chance, act),
    confirm('revert', 8, ['safety', 'editor', 'lead', 'director']),
    act('archive', status === 'unpublished' ? 0.4 : status === 'withdrawn' ? 0.3 : 0.1, ['lead']),
    act('restore', status === 'archived' ? 5 : 0.1, ['lead']),
  ];
}

function onRevision(world: World, guide: Guide, revision: Revision, chance: Chance): Idea[] {
  const act = (name: string, weight: number, roles: Role[], input: Input = {}, person?: string | null): Idea =>
    transition('revision', guide, revision.id, name, weight, roles, input, person);
  const outdated = !baseCurrent(guide, revision);
  const rebase = act('rebase', outdated ? 6 : 0.2, ['editor'], {
    ...(chance.happens(0.7) ? { choice: chance.of(['mine', 'live'] as const) } : {}),
  });
  // Who would reinstate a guide begins anew: what was opened before it was withdrawn does not bring it back.
  const outlived = guide.status === 'withdrawn' && guide.revisions.indexOf(revision) < guide.revisionsBefore;
  const common = [rebase, act('discard', outlived ? 8 : 0.7, ['editor'])];
  switch (revision.status) {
    case 'draft':
    case 'changes-requested':
      return [
        ...common,
        ...writing(guide, revision, chance),
        act('submit', revision.kind === 'ordinary' && !lintFails(revision.draft) ? 12 : 0.4, ['editor'], {
          reviewKind: chance.happens(signedVersion(guide, revision) ? 0.5 : 0.04) ? 'changes' : 'full',
        }),
        act('proposeMinor', revision.kind === 'minor' ? (minorReady(guide, revision) ? 12 : 0.5) : 0.2, ['editor']),
      ];
    case 'in-review':
      return [
        ...common,
        act('recall', 1, ['lead'], {}, chance.of([revision.submittedBy, guide.owner, 'Lena'])),
        ...judging(world, guide, revision, chance),
      ];
    case 'changes-offered':
      return [
        ...common,
        act('acceptChanges', 8, ['editor'], { ...(revision.approved ? { names: revision.approved } : {}) }),
        act('declineChanges', 2, ['editor']),
      ];
    case 'approved':
      return [
        ...common,
        act('publish', guide.status === 'withdrawn' ? 0.5 : 12, ['editor', 'lead']),
        act('schedule', 4, ['editor', 'lead'], { inDays: chance.of([1, 2, 8, 40, 370]) }),
        act('reopen', 2, ['editor']),
        act('signAgain', 2, ['lead']),
      ];
    case 'scheduled':
      return [...common, act('unschedule', 2, ['editor', 'lead']), act('reopen', 1, ['editor'])];
    case 'minor-proposed': {
      const wrote = revision.contributions.map((each) => each.split(' ')[1]);
      const another =
        ['Edda', 'Otto', 'Nora'].find((name) => name !== revision.proposedBy && !wrote.includes(name)) ?? 'Edda';
      return [
        ...common,
        act('confirmMinor', 10, ['editor'], revision.submitted ? { names: revision.submitted } : {}, another),
        act('refuseMinor', 2, ['editor']),
      ];
    }
    default:
      return [];
  }
}

/** New wordings in an ordinary revision; mostly another form of the same in a minor one. */
function minorReady(guide: Guide, revision: Revision): boolean {
  const live = guide.versions.find((v) => v.id === guide.live);
  return (
    guide.status === 'live' &&
    live !== undefined &&
    isMinorOf(lastSigned(guide).content, revision.draft) &&
    !same(live.content, revision.draft)
  );
}

/** The same words with or without their comma. */
function otherFormOf({ draft }: Revision, part: Part): string {
  return `${draft[part].slice(0, -1) || '1'}${draft[part].endsWith('a') ? 'b' : 'a'}`;
}

function writing(guide: Guide, revision: Revision, chance: Chance): Idea[] {
  const save = (part: (typeof parts)[number], words: string, weight: number): Idea => ({
    weight,
    roles: ['editor'],
    make: (by) => ({
      do: 'save',
      guide: guide.id,
      revision: revision.id,
      part,
      words,
      etag: revision.etags[part] ?? null,
      by,
    }),
  });
  // Sections are added in the order of their names, so that every draft orders them alike.
  const inOrder = (each: Part): boolean =>
    each === 'section:recovery'
      ? revision.draft['section:procedure'] !== ''
      : each !== 'section:procedure' || revision.draft[each] !== '' || revision.draft['section:recovery'] === '';
  const minor = revision.kind === 'minor';
  const open = textParts.filter(inOrder);
  // One minor change in twenty is read afterwards: where one of these would be, it is made.
  const read = minor
    ? open.filter((each) => isSampled({ ...revision.draft, [each]: otherFormOf(revision, each) }))
    : [];
  const part = chance.of(read.length > 0 ? read : open);
  const otherForm = otherFormOf(revision, part);
  const missing = parts.filter(
    (each) => (revision.draft[each] === '' || unwritten(revision.draft[each])) && inOrder(each),
  );
  const fill = missing.map((each) => save(each, each === 'head' || each === 'references' ? '0' : '1a', 20));
  const base = guide.versions.find((v) => v.id === revision.base)?.content;
  const changed = !base || !same(base, revision.draft);
  return [
    ...fill,
    save(part, otherForm, minor ? (changed ? 1 : 12) : 1),
    save(part, `${1 + chance.below(4)}a`, minor ? 0.6 : changed ? 2 : 7),
    save(part, '9a', 0.3),
    save('head', chance.of(['0', '1', '2']), minor ? 0.1 : 0.5),
  ];
}

function judging(world: World, guide: Guide, revision: Revision, chance: Chance): Idea[] {
  const review = guide.reviews.find((w) => pending(w) && w.revision === revision.id && w.kind !== 'after-the-fact');
  if (!review || review.status !== 'assigned') return [];
  const act = (name: string, weight: number, input: Input = {}): Idea =>
    transition('revision', guide, revision.id, name, weight, [], input, review.assignee);
  const ready = isReady(review);
  const asks = guide.comments.some((c) => c.review === review.id && c.blocking && !c.resolved);
  const names = { names: review.version };
  return [
    act('approve', ready && !asks ? 14 : 0.7, names),
    act('approveWithChanges', ready && !asks ? 5 : 0.3, { ...names, ...rewriting(guide, review, chance) }),
    act('requestChanges', asks ? 12 : 0.4),
  ];
}

const isReady = (review: Review): boolean =>
  review.openings.includes(`${review.assignee} ${review.version}`) && checklist.every((item) => answered(review, item));

/** Another wording of one part of the text under review. */
function rewriting(guide: Guide, review: Review, chance: Chance): Input {
  const part = chance.of(textParts);
  const was = find(guide.versions, review.version).content[part];
  return { replace: { part, was, words: `${5 + chance.below(3)}a` } };
}

function onReview(world: World, guide: Guide, review: Review, chance: Chance): Idea[] {
  const act = (name: string, weight: number, roles: Role[], input: Input = {}, person?: string | null): Idea =>
    transition('review', guide, review.id, name, weight, roles, input, person);
  const version = find(guide.versions, review.version);
  const fitting = Object.keys(world.people).filter((name) => fit(world, guide, version, name));
  const somebody = fitting.length > 0 ? chance.of(fitting) : chance.of(['Rosa', 'Ravi']);
  if (review.status === 'open')
    return [
      act('claim', fitting.length > 0 ? 14 : 2, ['reviewer'], {}, somebody),
      act('assign', fitting.length > 0 ? 4 : 1, ['lead'], { to: somebody }),
    ];
  const mine = (name: string, weight: number, input: Input = {}): Idea => act(name, weight, [], input, review.assignee);
  return [
    ...working(guide, review, chance),
    mine('release', 0.7),
    mine('decline', 0.7, { bars: chance.happens(0.3) }),
    act('reassign', 1, ['lead'], { to: somebody }),
    ...(review.kind === 'recheck' || chance.happens(0.02) ? deciding(guide, review, mine, chance) : []),
    ...(review.kind === 'after-the-fact'
      ? [mine('confirm', isReady(review) ? 12 : 0.5, { names: review.version }), mine('amend', 3), mine('revert', 3)]
      : []),
  ];
}

function working(guide: Guide, review: Review, chance: Chance): Idea[] {
  const at = { guide: guide.id, review: review.id };
  const person = review.assignee;
  const unanswered = checklist.some((item) => !answered(review, item));
  const read = !review.openings.includes(`${review.assignee} ${review.version}`);
  return [
    { weight: read ? 14 : 0.3, roles: [], person, make: (by) => ({ do: 'read', ...at, by }) },
    {
      weight: unanswered ? 14 : 0.3,
      roles: [],
      person,
      make: (by) => ({ do: 'answer', ...at, items: checklist, answer: 'yes', by }),
    },
    {
      weight: 0.5,
      roles: [],
      person,
      make: (by) => ({
        do: 'answer',
        ...at,
        items: [chance.of(checklist)],
        answer: chance.of(['yes', 'no'] as const),
        by,
      }),
    },
    {
      weight: 3,
      roles: [],
      person,
      make: (by) => ({ do: 'comment', ...at, blocking: chance.happens(0.7), anchored: true, by }),
    },
  ];
}

function deciding(
  guide: Guide,
  review: Review,
  mine: (name: string, weight: number, input?: Input) => Idea,
  chance: Chance,
): Idea[] {
  const ready = isReady(review);
  const names = { names: review.version };
  return [
    mine('keep', ready ? 16 : 0.5, names),
    mine('keepWithChanges', ready ? 10 : 0.3, { ...names, ...rewriting(guide, review, chance) }),
    mine('revise', 3),
    mine('retire', 2),
  ];
}

function onComments(guide: Guide): Idea[] {
  const remarks = guide.comments.filter((c) => !c.resolved && c.blocking).slice(-2);
  return remarks.flatMap(({ id, author, review }) => {
    const holder = guide.reviews.find((w) => w.id === review)?.assignee ?? author;
    const at = { guide: guide.id, comment: id };
    const answer: Idea = { weight: 5, roles: ['editor'], make: (by) => ({ do: 'answerComment', ...at, by }) };
    const resolve: Idea = { weight: 6, roles: [], person: holder, make: (by) => ({ do: 'resolve', ...at, by }) };
    return [answer, resolve];
  });
}
