import { describe, expect, it } from '@jest/globals';
import { jobs } from '../jobs.js';
import { memberFacts, memberLetter } from './member-words.js';

const story = {
  publisher: 'Example Health Guides',
  contact: 'editors@guides.example',
  link: 'https://guides.example/apply/status#secret',
  suspension: 'provisional',
} as const;

describe('A member is written to', () => {
  it('of every fact that has a letter, and a letter is there for every fact that wakes the job', () => {
    const woken = jobs['physicians.tell'].on.filter((fact) => fact.startsWith('physician.'));
    expect([...woken].sort()).toEqual([...memberFacts].sort());
  });

  it.each(memberFacts)('of %s without a word of what was found', (fact) => {
    const { subject, paragraphs } = memberLetter(fact, story);
    expect(`${subject} ${paragraphs.join(' ')}`).not.toMatch(/exclu|deactivat|revoked|board|NPI/i);
  });
});
