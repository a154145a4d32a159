import type { PublisherView } from './guide-view.js';

/** Pages that are the same for every applicant: their scripts fill in the rest. */
export interface ApplicantPageView {
  publisher: PublisherView;
}

export interface ApplyPageView extends ApplicantPageView {
  /** In printed order. `?specialty=<slug>` in the address chooses one. */
  specialties: { slug: string; name: string; practitioner: string }[];
}
