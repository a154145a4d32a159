import { describe, expect, it } from '@jest/globals';
import { parseGuideFile } from './guide-file.js';

const example = `---
title: Scalp micropigmentation
category: hair-restoration
language: en-US
slug: scalp-micropigmentation
cadence: 12
references:
  - { id: roe-2024, title: A review, authors: Roe J, source: Example, year: 2024, pmid: 12345678 }
---

The lead.[^roe-2024]

## How it is done {#procedure}

Text.

## Frequently asked questions {#faq}

### Does it hurt?

A little.
`;

const problemsOf = (text: string): string[] => {
  const parsed = parseGuideFile(text);
  return 'problems' in parsed ? parsed.problems : [];
};
const matter = (line: string): string => example.replace('cadence: 12', line);

describe('a guide file is refused', () => {
  it.each([
    ['without front matter', '# Title', ['The file must begin with front matter between two lines “---”.']],
    ['when the front matter never ends', '---\ntitle: x\n', ['The file must begin with front matter between two lines “---”.']],
    ['when the front matter is a list', '---\n- a\n---\n', ['The front matter must hold fields such as “title: …”.']],
    ['with an unknown field', matter('layout: x'), ['The front matter has an unknown field "layout".']],
    ['with an odd cadence', matter('cadence: 60'), ['The cadence must be a whole number of months from 3 to 36.']],
    ['with a cadence in words', matter('cadence: yearly'), ['The cadence must be a whole number of months from 3 to 36.']],
    ['with a language that is none', example.replace('en-US', 'english please'), ['The front matter needs a language tag such as en-US.']],
    ['with a reserved slug', example.replace('slug: scalp-micropigmentation', 'slug: admin'), ['The slug “admin” is reserved for the site itself.']],
    ['with an unknown field of a reference', example.replace('pmid:', 'isbn:'), ['The reference 1 has an unknown field “isbn”.']],
    ['with a year in words', example.replace('year: 2024', 'year: recent'), ['The year of reference 1 must be a whole number from 1500 to 2100.']],
    ['with a heading without a key', example.replace(' {#procedure}', ''), ['The heading “How it is done” needs a key: “## How it is done {#how-it-is-done}”.']],
    ['with a key on two headings', example.replace('{#faq}', '{#procedure}'), ['Two headings have the key “procedure”.']],
    ['with text in the FAQ before its first question', example.replace('### Does it hurt?\n', ''), ['Between the heading of the FAQ and its first “### question” stands text.']],
    ['with a key that is no key', example.replace('{#procedure}', '{#Pro Cedure}'), null],
    ['with the key of something else on the page', example.replace('{#procedure}', '{#references}'), null],
    ['with an override of direction', example.replace('The lead.', 'The \u202elead.'), ['The lead contains an unseen character (U+202E); remove it.']],
  ])('%s', (_, text, sentences) => {
    expect(problemsOf(text)).not.toEqual([]);
    if (sentences !== null) expect(problemsOf(text)).toEqual(sentences);
  }); // prettier-ignore

  it.each([
    ['a field twice', 'title: again'],
    ['an alias', 'cadence: &a 12\nsummary2: *a'],
    ['aliases that multiply', `a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nspecialties: [*c]`],
    ['a tag that makes an object', 'cadence: !!js/function "function () {}"'],
    ['a tag of its own', 'cadence: !evil 12'],
    ['binary', 'cadence: !!binary aGVsbG8='],
    ['a merge key', '<<: {title: x}'],
    ['a prototype', '__proto__: {admin: true}'],
    ['a constructor', 'constructor: x'],
    ['a second document', '...\n%YAML 1.1\n'],
    ['an open quotation', 'cadence: "12'],
    ['a tab for an indent', 'cadence:\n\t12'],
    ['nesting without measure', `cadence: ${'['.repeat(5000)}`],
    ['braces without measure', `cadence: ${'{a: '.repeat(5000)}`],
    ['lists in lists without measure', `cadence:\n  ${'- '.repeat(5000)}`],
    ['keys in keys without measure', `cadence:\n  ${'? '.repeat(5000)}`],
    ['indents without measure', Array.from({ length: 600 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n')],
    ['more characters than a guide needs', `summary: ${'x'.repeat(600_000)}`],
  ])('when the front matter holds %s', (_, line) => {
    const start = performance.now();
    expect(problemsOf(matter(line))).not.toEqual([]);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('fast and in few words, however long it is', () => {
    const start = performance.now();
    const body = '---\ntitle: x\n---\n';
    for (const unit of ['## a\n', '## {#a}\n', '### a\n', ' ', '{#', '\n', '#']) {
      const problems = problemsOf(body + unit.repeat(300_000 / unit.length));
      expect(problems.length).toBeLessThan(60);
    }
    expect(problemsOf('x'.repeat(5_000_001))).toHaveLength(1);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
