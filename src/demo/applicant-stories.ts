import type { PhysicianKey } from './physicians.js';
import type { PhysicianStory } from './scene.js';

/** All checks passed: the clean lane. */
const ilse: PhysicianStory = { 1: (physician) => physician.applyAndConfirm() };

/** No site of the practice to compare the address with: the standard lane. */
const jonas: PhysicianStory = { 2: (physician) => physician.applyAndConfirm() };

/** A deactivated number, the high lane: one verifier has prepared the file, another decides. */
const katya: PhysicianStory = {
  3: (physician) => physician.applyAndConfirm(),
  2: async (physician) => {
    await physician.file('noor', 'claim');
    await physician.lookUp('noor', {
      check: 'V08',
      outcome: 'review',
      finding: 'Active, but the board shows a practice that closed.',
    });
    await physician.file('noor', 'escalate', {
      reason: 'Deactivated at the registry, active at the board: ask, or decline?',
    });
  },
};

/** Somebody else under a member's number: a dispute. */
const other: PhysicianStory = { 1: (physician) => physician.applyAndConfirm() };

/** Asked, reminded, and not answered yet. */
const mira: PhysicianStory = {
  6: (physician) => physician.applyAndConfirm(),
  5: async (physician) => {
    await physician.file('ruth', 'claim');
    await physician.file('ruth', 'ask', {
      message:
        'The registry shows no license number of yours. Please write it as the board of Massachusetts does, or send us a copy of the license.',
    });
  },
};

/** Declined, and appealed: another verifier than the first decides. */
const nils: PhysicianStory = {
  24: (physician) => physician.applyAndConfirm(),
  21: async (physician) => {
    await physician.file('noor', 'claim');
    await physician.lookUp('noor', {
      check: 'V08',
      outcome: 'fail',
      finding: 'The board of Ohio shows the license as inactive since last month.',
    });
    physician.stage.timeline.wait(30);
    await physician.file('noor', 'decline', {
      declineReason: 'license-inactive',
      message: 'The board of Ohio shows your license as inactive.',
    });
  },
  9: (physician) => physician.appeal('The board renewed it on the day after your decision; I can send its letter.'),
};

/** The address is not confirmed yet. */
const orla: PhysicianStory = { 1: (physician) => physician.apply() };

/** Who has applied and is no member, by person. */
export const applicantStories = { ilse, jonas, katya, other, mira, nils, orla } satisfies Partial<
  Record<PhysicianKey, PhysicianStory>
>;
