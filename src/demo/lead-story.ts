import type { GuideStory } from './scene.js';
import { without } from './staged-guide.js';

const sameDay = 'See a physician the same day for spreading redness';
const numbing = 'A numbing cream may be used.';
const touchUps = without('section:cost', ' Touch-ups and removal are extra.');

/** The lead example: changes requested and answered, published, kept a year later, then corrected where costs are named. */
export const leadStory: GuideStory = {
  420: (guide) =>
    guide.write('maren', {
      earlier: [
        without(
          'section:urgent-care',
          ' Book a visit soon for lumps, lasting itch, a new rash or new hair loss in the treated area.',
        ),
        touchUps,
        without('faq', ' Removal can cost as much as the treatment itself.'),
      ],
    }),
  419: (guide) => guide.write('theo', { only: ['faq'] }),
  416: (guide) => guide.submit('maren', 'full'),
  414: async (guide) => {
    await guide.take('ines');
    await guide.remark('ines', {
      part: 'section:urgent-care',
      quote: sameDay,
      body: 'Add what can wait for a visit: lumps, lasting itch, a rash.',
      blocking: true,
    });
    await guide.remark('ines', {
      part: 'section:what-happens',
      quote: numbing,
      body: 'Fine as it stands; practice differs.',
      blocking: false,
    });
    await guide.revision('ines', 'requestChanges');
  },
  411: async (guide) => {
    await guide.write('maren', { earlier: [touchUps] });
    await guide.reply('maren', sameDay, 'Added as a last sentence.');
    await guide.submit('maren', 'full');
  },
  410: async (guide) => {
    await guide.resolve('ines', sameDay);
    await guide.resolve('ines', numbing);
    await guide.sign('ines', 'approve');
    await guide.revision('theo', 'publish');
  },
  55: (guide) => guide.take('ines'),
  52: (guide) => guide.sign('ines', 'keep'),
  22: async (guide) => {
    await guide.reopen('maren');
    await guide.write('maren');
  },
  20: (guide) => guide.submit('maren', 'changes'),
  16: async (guide) => {
    await guide.take('daniel');
    await guide.sign('daniel', 'approve', {
      conflict: 'disclosed',
      conflictStatement: 'I perform hair transplants, an alternative that this guide names.',
    });
  },
  15: (guide) => guide.revision('theo', 'publish'),
};
