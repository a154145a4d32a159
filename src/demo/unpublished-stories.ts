import type { GuideStory } from './scene.js';

const softening = 'Most people can still expect some softening';
const needling = 'Needling without heat and careful laser settings are often chosen.';

/** In medical review: taken, read, half of the checklist answered. */
const melasma: GuideStory = {
  17: (guide) => guide.write('theo'),
  6: (guide) => guide.submit('theo', 'full'),
  4: (guide) => guide.take('ines'),
  2: async (guide) => {
    await guide.remark('ines', {
      part: 'section:cost',
      quote: 'Insurance seldom pays for melasma.',
      body: 'True here; no change needed.',
      blocking: false,
    });
    await guide.answer('ines', 5);
  },
};

/** Changes requested: of two blocking comments one is answered. */
const acneScarTreatment: GuideStory = {
  26: (guide) => guide.write('maren'),
  24: (guide) => guide.submit('maren', 'full'),
  19: (guide) => guide.take('ines'),
  18: async (guide) => {
    const part = 'section:benefits-and-risks';
    await guide.remark('ines', { part, quote: softening, body: 'Cite this, or mark it as opinion.', blocking: true });
    await guide.remark('ines', {
      part: 'faq',
      quote: needling,
      body: 'Say by whom, and with what evidence.',
      blocking: true,
    });
    await guide.revision('ines', 'requestChanges');
  },
  9: (guide) => guide.reply('maren', softening, 'Marked as what physicians commonly see, in the next text.'),
};

/** A draft that somebody works on. */
const faceliftRecovery: GuideStory = { 5: (guide) => guide.write('maren') };

/** The guides that no reader has met yet, by slug. */
export const unpublishedStories: Record<string, GuideStory> = {
  melasma,
  'acne-scar-treatment': acneScarTreatment,
  'facelift-recovery': faceliftRecovery,
};
