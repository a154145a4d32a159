import { describe, expect, it } from '@jest/globals';
import { letterFor, type LetterFacts } from './letters.js';

const facts: LetterFacts = {
  event: 'application.confirmed',
  status: 'queued',
  givenName: 'Ada',
  familyName: 'Moor',
  question: null,
  declineReason: null,
  appealed: false,
  shown: null,
  note: null,
};
const link = 'https://guides.example/apply/status#secret';
const subjectOf = (more: Partial<LetterFacts>): string =>
  letterFor({ ...facts, ...more }, link, 'Example Health Guides').subject;

describe('A letter to an applicant', () => {
  it('says that the application was received only while it is in our hands', () => {
    expect(subjectOf({})).toBe('We have your application');
    expect(subjectOf({ status: 'withdrawn' })).toBe('Your application');
    expect(subjectOf({ status: 'approved', shown: true })).toBe('Your application was approved');
    expect(subjectOf({ event: 'application.link-requested' })).toBe('Your application');
  });

  it('says how it ended without a decision: by silence, or with the membership', () => {
    expect(subjectOf({ status: 'expired', event: 'application.expired' })).toBe('Your application ended');
    expect(subjectOf({ status: 'withdrawn', event: 'application.closed' })).toBe('Your request was closed');
  });

  it('always leads to the file', () => {
    for (const status of ['queued', 'needs-info', 'expired', 'withdrawn', 'declined', 'approved'] as const)
      for (const event of ['application.confirmed', 'application.expired', 'application.closed'])
        expect(letterFor({ ...facts, status, event }, link, 'Example').paragraphs).toContain(link);
  });
});
