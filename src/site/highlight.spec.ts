import { describe, expect, it } from '@jest/globals';
import { FOUND_END as END, FOUND_START as START, piecesOf } from './highlight.js';

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
