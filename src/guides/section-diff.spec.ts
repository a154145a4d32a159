import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sampleContent } from '../../test/support/sample-content.js';
import type { GuideContent } from './content.js';
import { changedParts } from './section-diff.js';

const withSections = (...sections: [key: string, markdown: string][]): GuideContent =>
  sampleContent({ sections: sections.map(([key, markdown]) => ({ key, heading: key, markdown })) });
const changes = (from: GuideContent, to: GuideContent): string[] =>
  changedParts(from, to).map(({ key, change }) => `${key} ${change}`);
const ordered = (keys: string): GuideContent => withSections(...[...keys].map((key): [string, string] => [key, '']));

describe('the parts in which two contents differ', () => {
  it('are none for equal contents', () => {
    expect(changes(sampleContent(), sampleContent())).toEqual([]);
  });

  it('are told by what happened to them', () => {
    const from = withSections(['a', 'old'], ['b', ''], ['c', '']);
    const to = { ...withSections(['a', 'new'], ['c', ''], ['d', '']), disclosures: { text: 'Some.' } };
    expect(changes(from, to)).toEqual([
      'outline changed', 'section:a changed', 'section:d added', 'disclosures changed', 'section:b removed',
    ]); // prettier-ignore
  });

  it('see a changed heading and a changed reference', () => {
    const to = sampleContent();
    to.sections[0]!.heading = 'The method';
    to.references.entries[0]!.year = 2025;
    expect(changes(sampleContent(), to)).toEqual(['section:procedure changed', 'references changed']);
  });

  it.each([
    ['abcd', 'dabc', ['section:d moved']],
    ['abcd', 'bcda', ['section:a moved']],
    ['abcde', 'adbce', ['section:d moved']],
    ['abc', 'xabc', []],
    ['abcx', 'bc', []],
  ])('call as few sections moved as explain the way from %s to %s', (from, to, moved) => {
    expect(changes(ordered(from), ordered(to)).filter((change) => change.endsWith(' moved'))).toEqual(moved);
  });

  it('call a section moved and changed when it is both', () => {
    expect(changes(withSections(['a', ''], ['b', ''], ['c', '']), withSections(['c', 'new'], ['a', ''], ['b', '']))).toEqual([
      'outline changed', 'section:c changed', 'section:c moved',
    ]); // prettier-ignore
  });

  it('leave the sections that are not moved in their old order, for any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...'abcdefgh'], { minLength: 0 }), (keys) => {
        const to = ordered(keys.join(''));
        const moved = new Set(
          changedParts(ordered('abcdefgh'), to)
            .filter(({ change }) => change === 'moved')
            .map(({ key }) => key),
        );
        const rest = keys.filter((key) => !moved.has(`section:${key}`));
        expect(rest).toEqual(rest.toSorted());
      }),
    );
  });
});
