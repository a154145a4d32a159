import { leadStory } from './lead-story.js';
import type { GuideStory } from './scene.js';
import { without } from './staged-guide.js';

const early = 'If it bothers you, treatment works best when it starts early.';
const earlier = 'If it bothers you, earlier treatment keeps more hair than later treatment.';

/** Past due by more than a month: the recheck found that it needs revision, and the draft is not finished. */
const topicalMinoxidil: GuideStory = {
  240: (guide) =>
    guide.write('maren', {
      earlier: [
        without('section:recovery', ' When you stop, the hair you gained is typically lost within 3–4 months.'),
      ],
    }),
  237: (guide) => guide.submit('maren', 'full'),
  226: async (guide) => {
    await guide.take('ines');
    await guide.sign('ines', 'approve');
  },
  225: (guide) => guide.revision('maren', 'publish'),
  48: (guide) => guide.take('ines'),
  47: (guide) =>
    guide.review('ines', 'revise', { reason: 'Say under “What to expect over time” what happens when people stop.' }),
  13: (guide) => guide.write('maren', { only: ['section:recovery'] }),
};

/** Past due by days: its reviewer went away, the clock gave the recheck back, and another is at it. */
const fueHairTransplant: GuideStory = {
  385: (guide) => guide.write('maren'),
  383: (guide) => guide.submit('maren', 'full'),
  377: async (guide) => {
    await guide.take('hanna');
    await guide.sign('hanna', 'approve');
  },
  376: (guide) => guide.revision('theo', 'publish'),
  23: (guide) => guide.assign('priya', 'hanna'),
  3: (guide) => guide.assign('priya', 'daniel'),
  2: async (guide) => {
    await guide.read('daniel');
    await guide.answer('daniel', 4);
  },
};

const injections = 'Steroid injections are avoided in infected skin.';
const pregnancy = ' Contact treatment is avoided in pregnancy.';

/** Due within sixty days; its recheck opens by itself in days. A reader told what it did not say: it was corrected at once, and read afterwards. */
const alopeciaAreata: GuideStory = {
  150: (guide) => guide.write('maren', { earlier: [without('section:who-should-avoid-it', pregnancy)] }),
  148: (guide) => guide.submit('maren', 'full'),
  138: async (guide) => {
    await guide.take('ines');
    await guide.sign('ines', 'approve');
  },
  137: (guide) => guide.revision('theo', 'publish'),
  90: (guide) =>
    guide.guide('grace', 'correctUrgently', {
      reason: 'A reader asks what holds in pregnancy.',
      notice: 'The page did not say that contact treatment is avoided in pregnancy.',
      sections: ['section:who-should-avoid-it'],
      replacements: [{ part: 'section:who-should-avoid-it', find: injections, replace: injections + pregnancy }],
    }),
  88: async (guide) => {
    await guide.take('ines');
    await guide.sign('ines', 'confirm');
  },
};

/** Live; signed with exact replacements, and a small revision is approved and waits to be published. */
const androgeneticAlopecia: GuideStory = {
  212: (guide) =>
    guide.write('theo', {
      earlier: [
        { part: 'lead', find: earlier, replace: early },
        without('section:cost', ' Insurance seldom pays for pattern hair loss.'),
      ],
    }),
  210: (guide) => guide.submit('theo', 'full'),
  204: async (guide) => {
    await guide.take('daniel');
    await guide.sign('daniel', 'approveWithChanges', {
      replacements: [{ part: 'lead', find: early, replace: earlier }],
    });
  },
  203: async (guide) => {
    await guide.acceptChanges('theo');
    await guide.revision('maren', 'publish');
  },
  12: async (guide) => {
    await guide.reopen('theo');
    await guide.write('theo');
  },
  11: (guide) => guide.submit('theo', 'changes'),
  2: async (guide) => {
    await guide.take('ines');
    await guide.sign('ines', 'approve');
  },
};

/** Withdrawn by two: the reviewer of its recheck proposed to retire it, the director confirmed. */
const plateletRichPlasma: GuideStory = {
  400: (guide) => guide.write('theo'),
  398: (guide) => guide.submit('theo', 'full'),
  391: async (guide) => {
    await guide.take('hanna');
    await guide.sign('hanna', 'approve');
  },
  390: (guide) => guide.revision('maren', 'publish'),
  41: (guide) => guide.take('daniel'),
  40: (guide) =>
    guide.review('daniel', 'retire', {
      reason: 'The trials it rests on were overtaken; a new guide should compare the methods.',
      reasonClass: 'outdated',
    }),
  37: (guide) => guide.confirm('samuel', 'withdraw'),
};

/** Carried over from before: two admins, no reviewer, no date of a review. A recall stands above its text. */
const keloidScars: GuideStory = {
  190: (guide) => guide.write('theo'),
  186: (guide) =>
    guide.guide('june', 'proposeCarryOver', {
      reason: 'Public on the old site for years.',
      firstPublishedOn: guide.stage.timeline.date(1500),
      claimedReview: 'The old page said “reviewed by our medical team”.',
      plannedFor: guide.stage.timeline.date(-150),
    }),
  184: (guide) => guide.confirm('felix', 'carryOver'),
  30: (guide) =>
    guide.guide('grace', 'notice', {
      notice:
        'Two lots of one maker’s silicone sheets were recalled: their label did not name an adhesive that some people are allergic to. If yours are listed, stop wearing them and ask where you bought them.',
      sourceTitle: 'Recall of two lots of silicone sheets (invented for this demonstration)',
      sourceUrl: 'https://recalls.example/2026-0417',
    }),
};

/** Live; its signer's license has lapsed since, and the next publication is set for a day to come. */
const upperEyelidSurgery: GuideStory = {
  282: (guide) =>
    guide.write('theo', { earlier: [without('section:cost', ' Get the decision in writing before surgery.')] }),
  280: (guide) => guide.submit('theo', 'full'),
  271: async (guide) => {
    await guide.take('victor');
    await guide.sign('victor', 'approve');
  },
  270: (guide) => guide.revision('maren', 'publish'),
  14: async (guide) => {
    await guide.reopen('theo');
    await guide.write('theo');
  },
  13: (guide) => guide.submit('theo', 'changes'),
  8: async (guide) => {
    await guide.take('daniel');
    await guide.sign('daniel', 'approve');
  },
  6: (guide) => guide.revision('maren', 'schedule', { scheduledFor: guide.stage.timeline.instant(-9) }),
};

/** The guides that readers have met, by slug. */
export const liveStories: Record<string, GuideStory> = {
  'scalp-micropigmentation': leadStory,
  'topical-minoxidil': topicalMinoxidil,
  'fue-hair-transplant': fueHairTransplant,
  'alopecia-areata': alopeciaAreata,
  'androgenetic-alopecia': androgeneticAlopecia,
  'platelet-rich-plasma-hair': plateletRichPlasma,
  'keloid-scars': keloidScars,
  'upper-eyelid-surgery': upperEyelidSurgery,
};
