import type { LintRule } from './finding.js';

/** L01. The slug belongs to the guide, not to the content, and is checked when the guide is created. */
export const completeHead: LintRule = {
  id: 'L01',
  asks: 'title, summary, category and at least one specialty',
  check: ({ content: { head } }) => {
    const missing = [
      head.title === '' ? 'title' : null,
      head.summary === '' ? 'summary' : null,
      head.category === '' ? 'category' : null,
      head.specialties.length === 0 ? 'specialty whose physicians may review it' : null,
    ].filter((name) => name !== null);
    return missing.map((name) => ({ severity: 'error', part: 'head', message: `The guide has no ${name}.` }));
  },
};
