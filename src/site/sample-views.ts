// Invented views for the specs and for looking at the pages.
import type { FeedEntry, GuideText, GuideView, PublisherView, ReferenceView, ReviewView } from './view-models.js';

export const samplePublisher: PublisherView = {
  name: 'Larkspur Health',
  url: 'https://health.example',
  timeZone: 'America/New_York',
  contact: 'editors@health.example',
  language: 'en-US',
};

const cite = (number: number, place: number) =>
  `<sup><a id="cite_${number}_${place}" href="#ref_${number}">[${number}]</a></sup>`;

const reference = (number: number, title: string, more: Partial<ReferenceView> = {}): ReferenceView => ({
  anchor: `ref_${number}`,
  title,
  authors: 'Okafor N, Lindqvist P',
  source: 'Example Journal of Skin Medicine',
  year: 2024,
  citedAt: [`cite_${number}_1`],
  ...more,
});

export const sampleGuide: GuideText = {
  id: '4f9b3c52-7c1e-4d0f-9a3e-2f6f0c6a1b77',
  path: '/guides/scalp-micropigmentation',
  language: 'en-US',
  category: { slug: 'hair-restoration', name: 'Hair restoration' },
  title: 'Scalp micropigmentation: what to expect',
  summary:
    'What scalp micropigmentation can and cannot do for thinning hair, its risks, and how to choose who does it.',
  leadHtml:
    '<p>Scalp micropigmentation places tiny dots of pigment in the skin so that thinning areas look fuller. ' +
    'It changes how the scalp looks. It does not make hair grow.</p>',
  sections: [
    {
      key: 'how-it-works',
      heading: 'How it works',
      html:
        `<p>A practitioner uses a fine needle to place pigment in the upper layer of the skin${cite(1, 1)}. Each dot is about the size of a cut hair. ` +
        'Most people need two to four sessions, spaced one to three weeks apart, because some dots fade as the skin heals.</p>' +
        '<h3>Who it may suit</h3><ul><li>People with thinning hair who wear it short</li><li>People who want to soften the look of a scar</li>' +
        '<li>People who cannot have, or do not want, surgery</li></ul>',
    },
    {
      key: 'results',
      heading: 'What results last, and for how long',
      html:
        `<p>Pigment fades with time and with sunlight${cite(2, 1)}. Many people return for a touch-up after some years. Ask to see photographs of healed results, not only of results on the day.</p>` +
        '<table><thead><tr><th scope="col">When</th><th scope="col">What you may see</th></tr></thead><tbody><tr><td>First week</td><td>Redness, small scabs, dots that look darker than they will be</td></tr>' +
        '<tr><td>Weeks two to four</td><td>Dots soften; some fade and are placed again</td></tr><tr><td>Later years</td><td>Slow fading; a touch-up is common</td></tr></tbody></table>',
    },
    {
      key: 'risks',
      heading: 'Risks and who should wait',
      html:
        `<p>As with any tattoo, infection, allergy to the pigment and scarring can happen${cite(3, 1)}. Some pigments warm or sting during an MRI scan: tell the team that you have them.</p>` +
        '<p>Wait, and speak with a physician first, if you have an active skin disease of the scalp, form keloid scars, or have hair loss whose cause nobody has found.</p>',
    },
    {
      key: 'alternatives',
      heading: 'Alternatives',
      html: `<p>Medicines, hair transplant surgery, hairpieces, and leaving things as they are can each be a sound choice${cite(1, 2)}. Which one fits depends on why the hair thins, so a diagnosis comes first.</p>`,
    },
  ],
  faq: [
    { question: 'Does it hurt?', html: '<p>Most people describe stinging. A numbing cream can help.</p>' },
    { question: 'Can it be removed?', html: '<p>Laser treatment can lighten it, over several sessions.</p>' },
  ],
  references: [
    reference(1, 'Micropigmentation of the scalp: a review', {
      url: 'https://journal.example/skin/2024/17',
      citedAt: ['cite_1_1', 'cite_1_2'],
    }),
    reference(2, 'Fading of pigment over five years', { doi: '10.5555/example.2024.21', accessedOn: '2026-05-02' }),
    reference(3, 'Adverse events after cosmetic tattooing', { pmid: '00000000' }),
  ],
  disclosuresHtml: '<p>No maker of pigments or devices paid for this guide.</p>',
};

export const sampleReview: ReviewView = {
  lastReviewedOn: '2026-05-20',
  by: [
    {
      name: 'Jane Roe',
      credentials: 'MD',
      specialty: 'dermatology',
      schemaOrgSpecialty: 'Dermatology',
      license: { state: 'California', checkedOn: '2026-05-04' },
    },
  ],
  nextReviewDueOn: '2027-05-20',
  disclosures: ['Jane Roe, MD, declares no conflict of interest.'],
};

/** A live, reviewed guide that is not due. The overrides must keep a review and `carriedOver` apart. */
export function sampleGuideView(overrides: Partial<GuideView> = {}): GuideView {
  const view = {
    publisher: samplePublisher,
    guide: sampleGuide,
    review: sampleReview,
    corrections: [],
    related: [{ path: '/guides/hair-transplant', title: 'Hair transplant surgery' }],
    publishedAt: '2025-05-02T15:00:00.000Z',
    modifiedAt: '2026-05-21T14:00:00.000Z',
    staleness: { dueOn: '2027-05-20', today: '2026-06-01' },
    visibility: 'indexed',
    ...overrides,
  };
  return view as GuideView;
}

/** A guide carried over from before: nobody has signed it. */
export function sampleCarriedOverView(): GuideView {
  return sampleGuideView({ review: null, carriedOver: { plannedFor: '2027-03' } });
}

export const sampleFeedEntry: FeedEntry = {
  id: sampleGuide.id,
  path: sampleGuide.path,
  title: sampleGuide.title,
  summary: sampleGuide.summary,
  publishedAt: '2025-05-02T15:00:00.000Z',
  modifiedAt: '2026-05-21T14:00:00.000Z',
};
