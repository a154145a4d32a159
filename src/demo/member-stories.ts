import type { PhysicianKey } from './physicians.js';
import type { PhysicianStory } from './scene.js';

/** Applies, and is approved a few days later. */
const joined = (daysAgo: number, licenseLastsDays: number, who: 'noor' | 'ruth' = 'noor'): PhysicianStory => ({
  [daysAgo + 2]: (physician) => physician.applyAndConfirm(licenseLastsDays),
  [daysAgo]: (physician) => physician.approve(who, licenseLastsDays),
});

/** A member of nearly three years: the renewal was asked for, answered, and waits in its lane. */
const adele: PhysicianStory = {
  ...joined(990, 430),
  4: (physician) => physician.renew('Nothing has changed but the opening hours.'),
};

/** The list bore his number by mistake: hidden for three days, until two people had settled it. */
const farid: PhysicianStory = {
  ...joined(330, 520),
  126: (physician) =>
    physician.membership('noor', 'propose', {
      verdict: 'clear',
      reason: 'The row names Freda Bellmonth of Mississippi, born 1944: another person.',
      evidence: 'Notice of exclusion, and the office’s answer by phone.',
    }),
  125: (physician) =>
    physician.membership('ruth', 'lift', {
      reason: 'The office confirms that the number was mistyped; the next edition corrects it.',
      evidence: 'The office’s letter, read today.',
    }),
};

/** Suspended by the latest edition, on number and name: one verifier has proposed what becomes of it, another carries it out. */
const elka: PhysicianStory = {
  ...joined(210, 610, 'ruth'),
  2: (physician) =>
    physician.membership('noor', 'propose', {
      verdict: 'adverse',
      reason: 'Name, number and state are hers.',
      evidence: 'The exclusion’s notice, found in the online search by name and date of birth.',
    }),
};

/** The members, by person. Dario is asked about since the latest edition names somebody like him; Celia's license ends within a month. */
export const memberStories = {
  adele,
  farid,
  elka,
  bruno: joined(300, 480),
  celia: joined(180, 25),
  dario: joined(160, 560, 'ruth'),
  greta: joined(75, 640),
  hugo: joined(62, 590, 'ruth'),
} satisfies Partial<Record<PhysicianKey, PhysicianStory>>;
