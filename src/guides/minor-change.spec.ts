import { beforeAll, describe, expect, it } from '@jest/globals';
import { sampleContent } from '../../test/support/sample-content.js';
import type { GuideContent } from './content.js';
import { type Dictionary, dictionaryFor, emptyDictionary } from './dictionary.js';
import { minorChangeObjections } from './minor-change.js';

let english: Dictionary;
beforeAll(async () => {
  english = await dictionaryFor('en-US');
});

function withText(markdown: string): GuideContent {
  const content = sampleContent();
  content.sections[1]!.markdown = markdown;
  return content;
}

const objections = (from: string, to: string, dictionary = english): string[] =>
  minorChangeObjections(withText(from), withText(to), dictionary);

describe('a minor change may', () => {
  it.each([
    ['add the period a sentence lacks', 'Rest for a while', 'Rest for a while.'],
    ['set a comma', 'Redness itching and swelling are common', 'Redness, itching, and swelling are common'],
    ['change quotation marks and dashes', '"Rest" - and wait', '“Rest” – and wait'],
    ['set a hyphen between words', 'A follow up visit', 'A follow-up visit'],
    ['change an apostrophe', "The doctor's advice", 'The doctor’s advice'],
    ['change the case of a word', 'the treatment is Long', 'The treatment is long'],
    ['change spaces and line breaks inside a paragraph', 'Rest  for a\nwhile .', 'Rest for a while.'],
    ['end a sentence after a number', 'It was new in 2020', 'It was new in 2020.'],
    ['set a comma after a number', 'In 2020 the method was new', 'In 2020, the method was new'],
    ['correct an unknown word', 'You will recieve advice', 'You will receive advice'],
    ['correct swapped letters', 'Ask teh clinic', 'Ask the clinic'],
    ['correct several unknown words, each on its own', 'You will recieve teh advice', 'You will receive the advice'],
    ['correct a word inside emphasis', 'A **commmon** question', 'A **common** question'],
    ['correct a word at the start of a sentence', 'Rest. Recieve advice.', 'Rest. Receive advice.'],
    [
      'move a link to another web address',
      '[the society](https://a.example/old)',
      '[the society](https://a.example/new?id=2)',
    ],
    ['move a link from http to https', '[the society](http://a.example/)', '[the society](https://a.example/)'],
    ['change the mark of a list', '- one thing\n- another', '* one thing\n* another'],
  ])('%s', (_, from, to) => {
    expect(objections(from, to)).toEqual([]);
  });

  it('change headings, the lead, questions and answers by the same rules', () => {
    const signed = sampleContent();
    signed.sections[1]!.heading = 'recovery at home';
    signed.faq.entries[0] = { question: 'does it hurt', answer: 'Discomfrt is usual' };
    const proposed = structuredClone(signed);
    proposed.sections[1]!.heading = 'Recovery at home';
    proposed.faq.entries[0] = { question: 'Does it hurt?', answer: 'Discomfort is usual.' };
    proposed.lead.markdown = signed.lead.markdown.replace('skin, so', 'skin so');
    expect(minorChangeObjections(signed, proposed, english)).toEqual([]);
  });

  it('move the address of a reference and nothing else of it', () => {
    const signed = sampleContent();
    const proposed = structuredClone(signed);
    proposed.references.entries[0]!.url = 'https://journal.example/moved/roe';
    expect(minorChangeObjections(signed, proposed, english)).toEqual([]);
    proposed.references.entries[0]!.url = 'http://journal.example/roe';
    expect(minorChangeObjections(signed, proposed, english)).toHaveLength(1);
    for (const change of [
      { id: 'poe' },
      { year: 2025 },
      { title: 'Micropigmentation of the Scalp' },
      { doi: '10.1234/x' },
    ]) {
      const other = structuredClone(signed);
      Object.assign(other.references.entries[0]!, change);
      expect(minorChangeObjections(signed, other, english)).toEqual([
        'Of a reference only the address can change in a minor change.',
      ]);
    }
  });

  it('be no change at all: an earlier minor change undone', () => {
    expect(minorChangeObjections(sampleContent(), sampleContent(), english)).toEqual([]);
  });
});

describe('a minor change may not', () => {
  it.each([
    ['add a word', 'Rest for a day', 'Rest for a full day'],
    ['remove a word', 'Rest for a full day', 'Rest for a day'],
    ['join two words', 'Rest some times', 'Rest sometimes'],
    ['split a word', 'Rest sometimes', 'Rest some times'],
    ['exchange a known word', 'A safe method', 'A same method'],
    ['exchange a known word of other case', 'A Polish method', 'A polished method'],
    ['bring in an unknown word', 'You will recieve it', 'You will reciieve it'],
    ['change more than two letters', 'You will rcve it', 'You will receive it'],
    ['change a number', 'Rest for 3 days', 'Rest for 8 days'],
    ['change a number in words', 'Rest for fuor days', 'Rest for four days'],
    ['change the punctuation inside a number', 'About 1,000 grafts', 'About 1.000 grafts'],
    ['put a point before a number', 'A dose of 5 parts', 'A dose of .5 parts'],
    ['put a minus before a number', 'Cool to 5 degrees', 'Cool to -5 degrees'],
    ['change the dash of a range', 'Rest 2 - 4 days', 'Rest 2, 4 days'],
    ['join a range', 'Rest 2 4 days', 'Rest 2-4 days'],
    ['drop a percent sign', 'It fades by 5% soon', 'It fades by 5 soon'],
    ['turn a comparison', 'Fewer than < 5', 'Fewer than > 5'],
    ['change the currency', 'It costs $5', 'It costs €5'],
    ['change the case of a unit', 'Take 5 Mg daily', 'Take 5 mg daily'],
    ['correct what may be a unit', 'Take 5 mgg daily', 'Take 5 mg daily'],
    ['remove a negation', 'Do not rest', 'Do rest'],
    ['bring in a negation by its spelling', 'Do nto rest', 'Do not rest'],
    ['drop a negation by its spelling', 'Do nto rest', 'Do to rest'],
    ['bring in a negation by an apostrophe', 'You cant rest', "You can't rest"],
    ['move the comma beside a negation', 'No rest is needed', 'No, rest is needed'],
    ['decide between a word and its contrary', 'This is nsafe', 'This is safe'],
    ['decide between more and less', 'They have hyprtension', 'They have hypertension'],
    ['correct what may be a drug', 'Use minoxidl daily', 'Use minoxidil daily'],
    ['bring in a drug', 'Use asprin daily', 'Use aspirin daily'],
    ['correct what has the stem of a drug', 'Use xinstatin daily', 'Use instating daily'],
    ['correct what may be a part of the body', 'On the sclap', 'On the scalp'],
    ['come near a part of the body', 'A scalpl is used', 'A scalpel is used'],
    ['correct what may be a name', 'Ask Doctor Jonse today', 'Ask Doctor Jones today'],
    ['change an abbreviation', 'Patients with AIDS', 'Patients with aids'],
    ['correct an abbreviation', 'FUE is common', 'FUR is common'],
    ['emphasize', 'Rest for a day', 'Rest for a **day**'],
    ['make a heading', 'Rest\n\nWait', '### Rest\n\nWait'],
    ['break a paragraph', 'Rest. Wait.', 'Rest.\n\nWait.'],
    ['hide words in code', 'Rest and wait', 'Rest and `wait`'],
    ['change code', '`rest`', '`Rest`'],
    ['drop a citation', 'Rest.[^roe-2024]', 'Rest.'],
    ['bring in a citation', 'Rest.', 'Rest.[^roe-2024]'],
    ['hide a sentence in a definition', '[rest] : https://a.example/', '[rest]: https://a.example/'],
    ['bring in a link', 'the society', '[the society](https://a.example/)'],
    [
      'change both words and address of a link',
      '[the society](https://a.example/)',
      '[The society](https://b.example/)',
    ],
    ['move a link to mail', '[us](https://a.example/)', '[us](mailto:a@a.example)'],
    ['move a link to a script', '[us](https://a.example/)', '[us](javascript:alert(1))'],
    ['move a link to another guide', '[us](guide:one)', '[us](guide:two)'],
    ['give up encryption', '[us](https://a.example/)', '[us](http://a.example/)'],
    ['hide a word behind an unseen space', 'Rest and wait', 'Rest\u200band wait'],
    ['show another image', `![x](image:${'a1'.repeat(32)})`, `![x](image:${'b2'.repeat(32)})`],
    ['change the description of an image', `![x](image:${'a1'.repeat(32)})`, `![y](image:${'a1'.repeat(32)})`],
    ['smuggle in the sign for layout', 'Rest and wait', 'Rest \ufffc and wait'],
  ])('%s', (_, from, to) => {
    expect(objections(from, to).length).toBeGreaterThan(0);
  });

  it.each([
    ['The doctor perscribed rest', 'The doctor proscribed rest'],
    ['After palpatation of the scar', 'After palpation of the scar'],
    ['Ask how to dilut it', 'Ask how to dilate it'],
  ])('put a word in where another one is nearer: %s → %s', (from, to) => {
    expect(objections(from, to).join(' ')).toContain('another word is nearer');
  });

  it('touch a protected part, be it a comma', () => {
    const signed = sampleContent();
    const changed = (change: Partial<GuideContent>): string[] =>
      minorChangeObjections(signed, { ...signed, ...change }, english);
    const head = 'The title, the summary, the category and the specialties cannot change in a minor change.';
    expect(changed({ head: { ...signed.head, title: 'Scalp Micropigmentation' } })).toEqual([head]);
    expect(changed({ head: { ...signed.head, specialties: ['dermatology'] } })).toEqual([head]);
    expect(changed({ disclosures: { text: 'None declared' } })).toEqual([
      'The disclosures cannot change in a minor change.',
    ]);
    const image = { digest: 'a1'.repeat(32), alt: 'x', credit: 'x', source: 'x' };
    expect(changed({ images: { entries: [image] } })).toEqual(['The images cannot change in a minor change.']);
  });

  it('add, remove or move sections, questions and references', () => {
    const signed = sampleContent();
    const changed = (change: Partial<GuideContent>): string[] =>
      minorChangeObjections(signed, { ...signed, ...change }, english);
    const order = ['Sections cannot be added, removed or moved in a minor change.'];
    expect(changed({ sections: signed.sections.toReversed() })).toEqual(order);
    expect(changed({ sections: signed.sections.slice(1) })).toEqual(order);
    expect(changed({ faq: { entries: [] } })).toEqual(['Questions cannot be added or removed in a minor change.']);
    expect(changed({ references: { entries: [] } })).toHaveLength(1);
  });

  it('replace any word in a language without a dictionary', () => {
    expect(objections('Se recieve', 'Se receive', emptyDictionary)).toHaveLength(1);
    expect(objections('Se recieve', 'Se recieve.', emptyDictionary)).toEqual([]);
  });
});

describe('the objections', () => {
  it('name the part, the words and the reason, all at once', () => {
    const signed = withText('Rest for 3 days. Do nto wait');
    const proposed = withText('Rest for 4 days. Do not wait');
    proposed.lead.markdown = 'Pigment.';
    expect(minorChangeObjections(signed, proposed, english)).toEqual([
      'lead: Words are added or removed: “Pigment is placed in the” → “Pigment”.',
      'lead: Layout changes: emphasis, lists, headings, citations, images or links.',
      'section:recovery: “3” → “4” touches a number.',
      'section:recovery: “nto” → “not” touches a negation.',
    ]);
  });

  it('come fast for the longest texts', () => {
    const start = performance.now();
    objections('wrd '.repeat(15_000), 'word '.repeat(12_000));
    objections('x'.repeat(60_000), 'y'.repeat(60_000));
    objections('a.'.repeat(30_000), 'a. '.repeat(20_000));
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
