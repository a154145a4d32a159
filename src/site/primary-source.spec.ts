import { describe, expect, it } from '@jest/globals';
import { primarySource } from './primary-source.js';

const federation = 'the Physician Data Center of the Federation of State Medical Boards';

describe('where a license was looked up, in words', () => {
  it.each([
    ['FSMB Physician Data Center', 'Medical board of NY', federation],
    ['https://services-pdc.fsmb.org/v2/rosters', 'Medical board of NY', federation],
    [
      'https://www.op.board.example/verify?license=21777&name=Roe',
      'Medical board of NY',
      'the state medical board (op.board.example)',
    ],
    [
      'https://search.board.example/',
      'Medical Board of California',
      'the Medical Board of California (search.board.example)',
    ],
    ['', 'The Board of Medicine', 'The Board of Medicine'],
    ['', 'Medical board of NY', 'the state medical board'],
    ['', '', 'the state medical board'],
  ])('%j by %j is %j', (recorded, authority, words) => {
    expect(primarySource(recorded, authority)).toBe(words);
  });

  it.each([
    'Called Ann Poe of the board at 212 555 0142',
    'ann@board.example',
    'www.board.example/verify?license=21777',
    'https://192.0.2.7/verify',
    'javascript:alert(1)',
  ])('prints nothing of %j, which was not written for readers', (recorded) => {
    expect(primarySource(recorded, recorded)).toBe('the state medical board');
  });
});
