import { describe, expect, it } from '@jest/globals';
import { correctionsView, historyView, noticesView, standingNumbers, type PublicationFact } from './page-history.js';

type Fact = PublicationFact<string>;
const fact = (kind: Fact['kind'], day: string, more: Partial<Fact> = {}): Fact => ({
  kind,
  at: `2026-${day}T03:00:00+00:00`,
  notice: null,
  versionId: 'v1',
  number: 1,
  sourceTitle: null,
  sourceUrl: null,
  sections: null,
  endsNumber: null,
  revertsTo: null,
  awaiting: false,
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

  it('prints corrections and reversals with the words that readers were given, and no other notice', () => {
    const facts = [
      fact('revert', '04-03', { notice: 'The new text was wrong.' }),
      fact('correction', '04-02', { notice: 'A dose was wrong.', sections: ['section:risks'], awaiting: true }),
      fact('correction', '04-01'),
      fact('notice', '03-03', { notice: 'Two lots were recalled.' }),
      fact('withdrawal', '03-02', { notice: 'safety' }),
    ];
    expect(correctionsView(facts, printing.timeZone, (parts) => parts.map(() => 'Risks'))).toEqual([
      { on: '2026-04-02', text: 'The new text was wrong.' },
      { on: '2026-04-01', text: 'A dose was wrong.', sections: ['Risks'], awaitingSecondReview: true },
    ]);
  });

  it('prints a safety notice until it is taken away, and says both in its history', () => {
    const source = { sourceTitle: 'A recall', sourceUrl: 'https://agency.example/recall' };
    const up = fact('notice', '04-02', { number: 2, notice: 'Two lots were recalled.', ...source });
    const other = fact('notice', '04-03', { number: 3, notice: 'A third lot was recalled.', ...source });
    const away = fact('notice', '05-02', { number: 4, endsNumber: 2 });
    const shown = (facts: Fact[]) => noticesView(facts, printing.timeZone).map(({ text }) => text);
    expect(noticesView([up], printing.timeZone)).toEqual([
      { on: '2026-04-01', text: 'Two lots were recalled.', source: { title: 'A recall', url: source.sourceUrl } },
    ]);
    expect(shown([other, up])).toEqual(['A third lot was recalled.', 'Two lots were recalled.']);
    expect(shown([away, other, up])).toEqual(['A third lot was recalled.']);
    expect(historyView([away], printing)).toEqual([{ on: '2026-05-01', kind: 'notice', ended: true }]);
  });
});

describe('What a page stands on', () => {
  const line = (...reverts: (number | null)[]) => [
    ...standingNumbers(
      reverts.map((revertsTo, index) => fact('changes', '01-01', { number: index + 1, revertsTo })).toReversed(),
    ),
  ];

  it('is every publication, as long as none was taken back', () => {
    expect(standingNumbers([])).toEqual(new Set());
    expect(line(null, null, null)).toEqual([3, 2, 1]);
  });

  it('leaves out what a reversal took back, and what another one put back is in again', () => {
    expect(line(null, null, null, 1)).toEqual([4, 1]);
    expect(line(null, null, null, 1, null)).toEqual([5, 4, 1]);
    expect(line(null, null, null, 1, 3)).toEqual([5, 3, 2, 1]);
  });
});
