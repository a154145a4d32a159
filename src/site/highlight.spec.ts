import { describe, expect, it } from '@jest/globals';
import { FOUND_END as END, FOUND_START as START, piecesOf, withoutMarkup } from './highlight.js';

const found = (text: string) => `${START}${text}${END}`;

describe('Pieces of a found text', () => {
  it('are the found words and what stands between them', () => {
    expect(piecesOf(`Pattern ${found('hair')} ${found('loss')}.`)).toEqual([
      { text: 'Pattern ', found: false },
      { text: 'hair', found: true },
      { text: ' ', found: false },
      { text: 'loss', found: true },
      { text: '.', found: false },
    ]);
  });

  it('keep markup as the text that it is', () => {
    expect(piecesOf(`<b>${found('<script>')}&amp;`)).toEqual([
      { text: '<b>', found: false },
      { text: '<script>', found: true },
      { text: '&amp;', found: false },
    ]);
  });

  it('lose marks without their fellow, and no word', () => {
    expect(piecesOf(`a${END}b${START}c`)).toEqual([
      { text: 'ab', found: false },
      { text: 'c', found: false },
    ]);
    expect(piecesOf('')).toEqual([]);
  });
});

describe('An excerpt of a text', () => {
  it.each([
    ['The signs:\n\n- one\n- two\n  - deeper', 'The signs: one two deeper'],
    ['- first at the start', 'first at the start'],
    ['… - first after the cut', '… first after the cut'],
    ['Steps:\n1. wash\n2) dry\n+ rest', 'Steps: wash dry rest'],
    [`${found('1')}. found number`, 'found number'],
    [' When   What \n --- :--: \n Day 1  Redness', 'When What Day 1 Redness'],
    ['a\n\n---\n\nb', 'a b'],
    ['see the trial(https://x.example/a "A trial") and <https://y.example ', 'see the trial and https://y.example'],
    ['~~not~~ so', 'not so'],
  ])('%j reads %j', (excerpt, read) => {
    expect(withoutMarkup(excerpt)).toBe(read);
  });

  it('ends after a whole word where it was cut off, and as it is where it was not', () => {
    const long = 'Pigment fades with time. '.repeat(9);
    expect(withoutMarkup(`${long}Sunli`)).toBe(`${long.trim()} …`);
    expect(withoutMarkup(`${long}of ${found('sun')}`)).toBe(`${long}of …`);
    expect(withoutMarkup(long)).toBe(long.trim());
    expect(withoutMarkup('A short text')).toBe('A short text');
  });

  it.each([
    'Take 2–3 tablets - or none - at 5.0 mg (see page 3), and not -5 or 1.5.',
    'well-known follow-up; T-cells (CD4+) + others',
    'It was 1990. Then 20 more.',
  ])('keeps what is no markup: %s', (text) => {
    expect(withoutMarkup(text)).toBe(text);
  });
});
