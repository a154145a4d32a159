import { describe, expect, it } from '@jest/globals';
import { sampleContent } from '../../test/support/sample-content.js';
import { applyReplacements, type Replacement } from './replacements.js';

const apply = (...replacements: Replacement[]) => applyReplacements(sampleContent(), replacements);
const inRecovery = (find: string, replace: string): Replacement => ({ part: 'section:recovery', find, replace });

describe('exact replacements', () => {
  it('change exactly the words they name and nothing else', () => {
    const expected = sampleContent();
    expected.sections[1]!.markdown =
      'Most people receive a follow up after 14 days. See [the society](https://society.example/care).';
    expected.head.title = 'Scalp pigmentation';
    const result = apply(inRecovery('10 days', '14 days'), inRecovery('recieve', 'receive'), {
      part: 'head',
      find: 'micropigmentation',
      replace: 'pigmentation',
    });
    expect(result).toEqual({ content: expected });
  });

  it('give the same result in any order, also where one brings in the words of another', () => {
    const one = inRecovery('10 days', 'recieve');
    const two = inRecovery('recieve', '10 days');
    expect(apply(one, two)).toEqual(apply(two, one));
    expect(apply(one, two)).toMatchObject({
      content: { sections: [{}, { markdown: expect.stringContaining('people 10 days a follow up after recieve.') }] },
    });
  });

  it('take dollar signs and other characters as they are', () => {
    expect(apply(inRecovery('10 days', '$& $1 \\n'))).toMatchObject({
      content: { sections: [{}, { markdown: expect.stringContaining('after $& $1 \\n. See') }] },
    });
  });

  it('find words in any Unicode form', () => {
    const content = sampleContent({ lead: { markdown: 'A caf\u00e9.' } });
    expect(applyReplacements(content, [{ part: 'lead', find: 'cafe\u0301', replace: 'bar' }])).toMatchObject({
      content: { lead: { markdown: 'A bar.' } },
    });
  });

  it('reach headings, questions, references, disclosures and images', () => {
    const result = apply(
      { part: 'section:recovery', find: 'Recovery', replace: 'Afterwards' },
      { part: 'faq', find: 'Does it hurt?', replace: 'Is it painful?' },
      { part: 'references', find: 'https://journal.example/roe', replace: 'https://journal.example/roe-2' },
      { part: 'disclosures', find: 'None', replace: 'Nothing' },
    );
    expect(result).toMatchObject({
      content: {
        sections: [{}, { heading: 'Afterwards' }],
        faq: { entries: [{ question: 'Is it painful?' }] },
        references: { entries: [{ url: 'https://journal.example/roe-2' }] },
        disclosures: { text: 'Nothing declared.' },
      },
    });
  });

  it.each([
    ['words that do not occur', inRecovery('never there', 'x'), '“never there” does not occur in section:recovery.'],
    [
      'words of another part',
      inRecovery('blood thinners', 'x'),
      '“blood thinners” does not occur in section:recovery.',
    ],
    [
      'words that occur twice',
      inRecovery('e', 'a'),
      '“e” occurs more than once in section:recovery; quote more of the text around it.',
    ],
    [
      'words that overlap themselves',
      { part: 'lead', find: 'aa', replace: 'b' },
      '“aa” occurs more than once in lead; quote more of the text around it.',
    ],
    ['no words', inRecovery('', 'x'), 'A replacement must say which words it replaces.'],
    ['the same words', inRecovery('10 days', '10 days'), 'The replacement of “10 days” changes nothing.'],
    [
      'a part that is not there',
      { part: 'section:costs', find: 'x', replace: 'y' },
      'The guide has no text in a part “section:costs”.',
    ],
    [
      'a part that is a prototype key',
      { part: '__proto__', find: 'x', replace: 'y' },
      'The guide has no text in a part “__proto__”.',
    ],
    [
      'the order of the sections',
      { part: 'outline', find: 'recovery', replace: 'x' },
      'The guide has no text in a part “outline”.',
    ],
  ])('are refused for %s', (_, replacement, sentence) => {
    const content = sampleContent({ lead: { markdown: 'baaa' } });
    expect(applyReplacements(content, [replacement])).toEqual({ problems: [sentence] });
  });

  it('count words over all fields of a part', () => {
    const content = sampleContent();
    content.sections[1]!.heading = 'After 10 days';
    expect(applyReplacements(content, [inRecovery('10 days', 'a week')])).toHaveProperty('problems');
  });

  it('are all refused when one is, with every reason, and leave the content as it was', () => {
    const content = sampleContent();
    const result = applyReplacements(content, [
      inRecovery('10 days', 'a week'),
      inRecovery('nowhere', 'x'),
      inRecovery('', 'x'),
    ]);
    expect(result).toEqual({
      problems: ['“nowhere” does not occur in section:recovery.', 'A replacement must say which words it replaces.'],
    });
    expect(content).toEqual(sampleContent());
  });

  it('are refused when they overlap or repeat', () => {
    const overlap = { problems: ['Two replacements overlap.'] };
    expect(apply(inRecovery('follow up after', 'x'), inRecovery('after 10', 'y'))).toEqual(overlap);
    expect(apply(inRecovery('10 days', 'x'), inRecovery('10 days', 'y'))).toEqual(overlap);
  });

  it('are refused when the result could not have been saved', () => {
    expect(apply({ part: 'head', find: 'Scalp', replace: 'x'.repeat(200) })).toHaveProperty('problems');
    expect(apply({ part: 'references', find: 'https://journal', replace: 'javascript:' })).toHaveProperty('problems');
    expect(apply(inRecovery('10 days', 'a\u202eb'))).toHaveProperty('problems');
    expect(apply(inRecovery('10 days', 'a\ud800b'))).toHaveProperty('problems');
  });

  it('leave a content that is written as it would be saved', () => {
    const result = apply({ part: 'disclosures', find: 'None declared.', replace: ' None.\r\n\r\nAsked in May. ' });
    expect(result).toMatchObject({ content: { disclosures: { text: ' None.\n\nAsked in May.' } } });
  });
});
