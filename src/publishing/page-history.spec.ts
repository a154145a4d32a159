import { describe, expect, it } from '@jest/globals';
import { correctionsView, historyView, type PublicationFact } from './page-history.js';

type Fact = PublicationFact<string>;
const fact = (kind: Fact['kind'], day: string, more: Partial<Fact> = {}): Fact => ({
  kind,
  at: `2026-${day}T03:00:00+00:00`,
  notice: null,
  versionId: 'v1',
  signature: null,
  ...more,
});
const printing = {
  reviewer: (name: string) => ({ name, credentials: 'MD', specialty: 'dermatology' }),
  sections: () => ['Risks'],
  timeZone: 'America/New_York',
};
const by = (name: string) => [printing.reviewer(name)];

describe('What a page says of its own past', () => {
  it('is dated where the publisher is', () => {
    expect(historyView([fact('minor', '05-02')], printing)).toEqual([{ on: '2026-05-01', kind: 'minor' }]);
  });

  it('tells a first publication from a new version', () => {
    const kinds = historyView([fact('full', '03-01'), fact('minor', '02-01'), fact('full', '01-01')], printing);
    expect(kinds.map(({ kind }) => kind)).toEqual(['full', 'minor', 'first']);
    const carried = historyView([fact('full', '03-01'), fact('carried-over', '01-01')], printing);
    expect(carried.map(({ kind }) => kind)).toEqual(['full', 'carried-over']);
  });

  it('tells a review that kept every word from one that changed some', () => {
    const facts = [
      fact('recheck', '04-01', { versionId: 'v2', signature: 'Ada' }),
      fact('recheck', '03-01', { versionId: 'v1', signature: 'Bo' }),
      fact('full', '01-01', { signature: 'Cy' }),
    ];
    expect(historyView(facts, printing)).toEqual([
      { on: '2026-03-31', kind: 'recheck', by: by('Ada'), textMoved: true },
      { on: '2026-02-28', kind: 'recheck', by: by('Bo'), textMoved: false },
      { on: '2025-12-31', kind: 'first', by: by('Cy') },
    ]);
  });

  it('names the parts of a review of changes', () => {
    const [entry] = historyView([fact('changes', '04-02', { signature: 'Ada' }), fact('full', '01-01')], printing);
    expect(entry).toEqual({ on: '2026-04-01', kind: 'changes', by: by('Ada'), sections: ['Risks'] });
  });

  it('prints a correction with the words that readers were given, and no other notice', () => {
    const facts = [
      fact('correction', '04-02', { notice: 'A dose was wrong.' }),
      fact('correction', '04-01'),
      fact('withdrawal', '03-02', { notice: 'safety' }),
    ];
    expect(correctionsView(facts, printing.timeZone)).toEqual([{ on: '2026-04-01', text: 'A dose was wrong.' }]);
  });
});
