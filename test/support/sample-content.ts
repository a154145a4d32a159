import type { GuideContent } from '../../src/guides/content.js';

/** A small guide that lint accepts; overrides only what a test is about. */
export function sampleContent(overrides: Partial<GuideContent> = {}): GuideContent {
  return {
    head: {
      title: 'Scalp micropigmentation',
      summary: 'What the treatment does, what it costs and who should not have it.',
      category: 'hair-restoration',
      specialties: ['dermatology', 'plastic-surgery'],
    },
    lead: { markdown: 'Pigment is placed in the upper skin, so that thin hair looks fuller.[^roe-2024]' },
    sections: [
      {
        key: 'procedure',
        heading: 'How it is done',
        markdown: 'It takes 2 to 4 sessions.[^roe-2024]\n\n### Before the first session\n\nDo not take blood thinners.',
      },
      {
        key: 'recovery',
        heading: 'Recovery',
        markdown: 'Most people recieve a follow up after 10 days. See [the society](https://society.example/care).',
      },
    ],
    faq: { entries: [{ question: 'Does it hurt?', answer: 'Mild discomfort is usual.' }] },
    references: {
      entries: [
        {
          id: 'roe-2024',
          title: 'Micropigmentation of the scalp',
          authors: 'Roe J, Poe A',
          source: 'Journal of Examples',
          year: 2024,
          url: 'https://journal.example/roe',
        },
      ],
    },
    disclosures: { text: 'None declared.' },
    images: { entries: [] },
    ...overrides,
  };
}
