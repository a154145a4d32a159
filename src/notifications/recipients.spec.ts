import { describe, expect, it } from '@jest/globals';
import { jobs } from '../jobs.js';
import { applicationNotices } from './application-notices.js';
import type { Party, Story, Urgency } from './notice.js';
import { notices, urgentPublications } from './recipients.js';
import { urgencies } from './telling.js';
import { counted, either, longDate, quoted } from './wording.js';

/** Written by hand: who is told at once. Safety, assignment and decisions, and nothing else. */
const atOnce: Record<string, Party[]> = {
  // Safety
  'guide.held': ['owner', 'lead', 'director', 'stoodDown'],
  'guide.released': ['owner', 'lead', 'director', 'stoodDown', 'initiator'],
  'guide.published correction': ['owner', 'lead', 'director', 'stoodDown', 'eligible', 'assignee'],
  'guide.published revert': ['owner', 'lead', 'director', 'stoodDown', 'initiator'],
  'guide.reversal-proposed': ['owner', 'lead', 'director', 'stoodDown'],
  'guide.withdrawal-proposed': ['owner', 'lead', 'director', 'stoodDown'],
  'guide.withdrawn': ['owner', 'lead', 'director', 'stoodDown', 'initiator'],
  'guide.take-down-proposed': ['owner', 'lead', 'director', 'admin'],
  'guide.taken-down': ['owner', 'lead', 'director', 'admin', 'stoodDown', 'initiator'],
  'guide.lift-proposed': ['owner', 'lead', 'director', 'admin'],
  'guide.lifted': ['owner', 'lead', 'director', 'admin', 'initiator'],
  'review.retirement-proposed': ['owner', 'lead', 'director'],
  'report.received': ['safety'],
  // Assignment
  'guide.published': ['stoodDown'],
  'revision.submitted': ['assignee'],
  'revision.resubmitted': ['assignee'],
  'revision.recalled': ['stoodDown'],
  'revision.rebased': ['stoodDown'],
  'review.opened': ['assignee'],
  'review.assigned': ['assignee'],
  'review.reassigned': ['assignee', 'formerAssignee'],
  'review.released': ['lead'],
  'review.declined': ['lead'],
  'review.returned': ['lead', 'formerAssignee'],
  'review.cancelled': ['stoodDown'],
  // Decisions
  'revision.changes-requested': ['owner', 'submitter'],
  'revision.approved': ['owner', 'submitter'],
  'revision.approved-with-changes': ['owner', 'submitter'],
  'revision.changes-accepted': ['signers'],
  'revision.changes-declined': ['signers'],
  'revision.schedule-failed': ['owner', 'lead', 'initiator'],
  'revision.minor-refused': ['initiator'],
  'review.kept': ['owner'],
  'review.kept-with-changes': ['owner'],
  'review.revised': ['owner'],
  'review.amended': ['owner', 'submitter', 'corrector', 'lead', 'director'],
  'review.reverted': ['owner', 'submitter', 'corrector', 'lead', 'director'],
};

/** The common rows, and those of publications that are told otherwise. */
const rows = [
  ...Object.entries(notices),
  ...Object.entries(urgentPublications).map(([kind, notice]) => [`guide.published ${kind}`, notice] as const),
];

const story: Story = {
  guide: '“Hair transplants”',
  actor: 'Ines Okafor',
  assignee: 'Amara Diallo',
  dueOn: '2027-03-31',
  payload: { dueOn: '2028-03-31', eligible: 0, leftOut: ['lead'] },
};

describe('the table of notices', () => {
  it('tells at once of safety, assignment and decisions, and of nothing else', () => {
    const now = rows.flatMap(([event, { told }]) => {
      const parties = (Object.entries(told) as [Party, Urgency][])
        .filter(([, urgency]) => urgency === 'now')
        .map(([party]) => party);
      return parties.length > 0 ? [[event, parties.toSorted()] as const] : [];
    });
    const expected = Object.entries(atOnce).map(([event, parties]) => [event, parties.toSorted()] as const);
    expect(Object.fromEntries(now)).toEqual(Object.fromEntries(expected));
  });

  it('has a row for every fact that wakes the job, and for no other', () => {
    const told = [...Object.keys(notices), ...Object.keys(applicationNotices)];
    expect(told.toSorted()).toEqual([...jobs['notifications.deliver'].on].toSorted());
  });

  it.each(rows)('speaks of %s in plain sentences that name the guide', (_event, notice) => {
    const body = notice.body(story);
    expect(body).toMatch(/^[A-Z“].*“Hair transplants”.*\.$/);
    expect(body).not.toMatch(/undefined|null|NaN|[<>]|\s\s/);
  });
});

describe('who is told', () => {
  it('is told once, as soon as any of their parts asks for', () => {
    const told = urgencies(
      { lead: 'digest', owner: 'now', contributors: 'digest' },
      { owner: ['a'], lead: ['a', 'b'], contributors: ['a'] },
      null,
    );
    expect([...told]).toEqual([
      ['a', 'now'],
      ['b', 'digest'],
    ]);
  });

  it('is never whoever did it', () => {
    expect([...urgencies({ owner: 'now', lead: 'now' }, { owner: ['a'], lead: ['a', 'b'] }, 'a')]).toEqual([
      ['b', 'now'],
    ]);
  });
});

describe('the words', () => {
  it('show a title on one line, without characters that turn it around', () => {
    expect(quoted('Hair\r\nBcc: x\u202etxt.exe ')).toBe('“Hair Bcc: x txt.exe”');
  });

  it('write dates and counts out', () => {
    expect([longDate('2027-03-31'), counted(1, 'notice'), counted(2, 'notice')]).toEqual([
      'March 31, 2027',
      '1 notice',
      '2 notices',
    ]);
    expect([either([]), either(['a']), either(['a', 'b', 'c'])]).toEqual(['', 'a', 'a, b or c']);
  });
});
