// Invented views of the pages around the guides, for the specs and for looking at the pages.
import type { GuideIndexView, ReviewerIndexView, SpecialtyIndexView } from './index-pages.js';
import type { CorrectionsView, PolicyView } from './policy-view.js';
import type { ReviewerPageView } from './reviewer-view.js';
import { samplePublisher as publisher } from './sample-views.js';
import type { CategoryView } from './view-models.js';

const category = { slug: 'hair-restoration', name: 'Hair restoration' };
const dermatology = { slug: 'dermatology', name: 'dermatology', practitioner: 'dermatologist' };

export const sampleReviewer: ReviewerPageView = {
  publisher,
  path: '/reviewers/jane-roe',
  name: 'Jane Roe',
  credentials: 'MD',
  specialties: [{ name: 'dermatology', schemaOrg: 'Dermatology' }, { name: 'plastic surgery' }],
  license: { state: 'California', checkedOn: '2026-05-04' },
  profilePath: '/physicians/jane-roe',
  paid: true,
  reviews: [
    {
      path: '/guides/scalp-micropigmentation',
      title: 'Scalp micropigmentation: what to expect',
      category,
      lastReviewedOn: '2026-05-20',
      disclosure: 'Jane Roe declared no conflicts of interest.',
    },
    {
      path: '/guides/minoxidil',
      title: 'Topical minoxidil',
      category,
      lastReviewedOn: '2026-04-02',
      disclosure: 'Jane Roe disclosed: I was paid for a lecture by a maker of minoxidil.',
    },
  ],
};

export const samplePolicy: PolicyView = {
  publisher,
  policy: 'howWeReview',
  cadences: [{ ...category, months: 12 }],
  questions: ['Is every factual claim accurate today?', 'Are the alternatives named, doing nothing among them?'],
  figures: { on: '2026-06-01', live: 10, current: 6, dueSoon: 2, overdue: 1, unreviewed: 1, medianAgeInDays: 120 },
};

export const sampleCorrections: CorrectionsView = {
  publisher,
  corrections: [
    {
      path: '/guides/minoxidil',
      title: 'Topical minoxidil',
      kind: 'correction',
      on: '2026-05-30',
      text: 'The guide gave the strength as 50 %. It is 5 %.',
      awaitingSecondReview: true,
    },
    {
      path: '/guides/laser-caps',
      title: 'Laser caps',
      kind: 'withdrawal',
      on: '2026-02-03',
      text: 'It raised a safety concern.',
    },
  ],
  years: [],
};

export const sampleGuideIndex: GuideIndexView = {
  publisher,
  categories: [{ ...category, guideCount: 1, guides: [{ path: '/guides/minoxidil', title: 'Topical minoxidil' }] }],
};

export const sampleReviewerIndex: ReviewerIndexView = {
  publisher,
  reviewers: [
    {
      path: '/reviewers/jane-roe',
      name: 'Jane Roe',
      credentials: 'MD',
      specialties: ['dermatology', 'plastic surgery'],
      guideCount: 2,
      lastReviewedOn: '2026-05-20',
    },
  ],
};

export const sampleSpecialtyIndex: SpecialtyIndexView = { publisher, specialties: [dermatology] };

export const sampleCategory: CategoryView = {
  publisher,
  category,
  guides: [
    { path: '/guides/minoxidil', title: 'Topical minoxidil', summary: 'About it.', lastReviewedOn: '2026-04-02' },
  ],
  specialties: [dermatology],
};
