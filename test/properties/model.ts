import { addDays, civil } from './model/calendar.js';
import type { Command } from './model/command.js';
import { correctingRules } from './model/correcting.js';
import { answer, answerComment, comment, read, resolve, save } from './model/desk.js';
import { create, guideRules as standingRules } from './model/guide.js';
import * as publishing from './model/publishing.js';
import * as reviewing from './model/reviewing.js';
import { reviewRules } from './model/review.js';
import {
  blank,
  find,
  parts,
  pending,
  personOf,
  type Content,
  type Guide,
  type Outcome,
  type Revision,
  type World,
} from './model/state.js';
import type { Act } from './model/steps.js';

/**
 * §4 of the design, written a second time and by hand: what each act leads to in each state, and every reason against it. Imports
 * nothing of the service. A walk does the same to both and compares.
 */

const revisionRules: Record<string, (act: Act, oracle: publishing.Oracle) => Outcome> = {
  submit: reviewing.submit,
  recall: reviewing.recall,
  requestChanges: reviewing.requestChanges,
  approve: reviewing.approve,
  approveWithChanges: reviewing.approveWithChanges,
  acceptChanges: reviewing.acceptChanges,
  declineChanges: reviewing.declineChanges,
  reopen: reviewing.reopen,
  signAgain: reviewing.signAgain,
  publish: publishing.publish,
  schedule: publishing.schedule,
  unschedule: publishing.unschedule,
  rebase: publishing.rebase,
  proposeMinor: publishing.proposeMinor,
  confirmMinor: publishing.confirmMinor,
  refuseMinor: publishing.refuseMinor,
  discard: publishing.discard,
};

const guideRules = { ...standingRules, ...correctingRules };

export const revisionTransitions = Object.keys(revisionRules);
export const guideTransitions = Object.keys(guideRules);
export const reviewTransitions = Object.keys(reviewRules);

/** A whole text in the same wording; the head of a guide says its category. */
export function wholeText(words: string, head: string): Content {
  const text = blank('');
  for (const part of parts) text[part] = words;
  return { ...text, head, references: '0' };
}

/** Does it to the model. The world is changed in place; a refusal leaves it as it was. */
export function apply(world: World, command: Command, oracle: publishing.Oracle): Outcome {
  if (command.do === 'create') {
    const { by, slug, category, words } = command;
    return create(world, by, slug, category, wholeText(words, category === 'skin-care' ? '2' : '0'));
  }
  if (command.do === 'role' || command.do === 'license') return change(world, command);
  const guide = find(world.guides, command.guide);
  switch (command.do) {
    case 'transition':
      return transition(world, guide, command, oracle);
    case 'save':
      return save(
        world,
        guide,
        find(guide.revisions, command.revision),
        command.part,
        command.words,
        command.etag,
        command.by,
      );
    case 'read':
      return read(world, find(guide.reviews, command.review), command.by);
    case 'answer':
      return answer(world, find(guide.reviews, command.review), command.items, command.answer, command.by);
    case 'comment':
      return comment(world, guide, find(guide.reviews, command.review), command.blocking, command.anchored, command.by);
    case 'answerComment':
      return answerComment(world, find(guide.comments, command.comment), command.by);
    case 'resolve':
      return resolve(guide, find(guide.comments, command.comment), command.by);
  }
}

function transition(
  world: World,
  guide: Guide,
  { noun, id, name, by, input }: Extract<Command, { do: 'transition' }>,
  oracle: publishing.Oracle,
): Outcome {
  if (noun === 'guide') return ruleOf(guideRules, name)({ world, guide, by, input });
  if (noun === 'review') return ruleOf(reviewRules, name)({ world, guide, review: find(guide.reviews, id), by, input });
  if (name === 'open') return reviewing.openAnother(world, guide, by, input);
  const revision = find(guide.revisions, id);
  return ruleOf(revisionRules, name)({ world, guide, revision, review: reviewOf(guide, revision), by, input }, oracle);
}

/** The review of a revision that is open, else its last. */
function reviewOf(guide: Guide, revision: Revision) {
  const own = guide.reviews.filter((w) => w.revision === revision.id && w.kind !== 'after-the-fact');
  return own.find(pending) ?? own.at(-1);
}

function ruleOf<Rule>(rules: Record<string, Rule>, name: string): Rule {
  const rule = rules[name];
  if (!rule) throw new Error(`The model has no rule for ${name}.`);
  return rule;
}

/** What becomes of a person’s role or license. */
function change(world: World, command: Extract<Command, { do: 'role' | 'license' }>): Outcome {
  const { name } = personOf(world, command.person);
  const person = world.people[name];
  if (!person) throw new Error(`Nobody is called ${name}.`);
  if (command.do === 'role') {
    person.roles = person.roles.filter((role) => role !== command.role);
    if (command.grant) person.roles.push(command.role);
  } else if (person.license) {
    const until = command.inDays === null ? null : addDays(civil(world.now), command.inDays);
    person.license = { ...person.license, standing: command.standing, until };
  }
  return 'done';
}
