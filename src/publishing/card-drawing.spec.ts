import { describe, expect, it } from '@jest/globals';
import { imageSize } from 'image-size';
import { drawable, drawCard } from './card-drawing.js';

const words = {
  title: 'Minoxidil for hair loss',
  category: 'Hair restoration',
  publisher: 'Larkspur',
  language: 'en-US',
};

describe('a share image', () => {
  it('is drawn the same each time', async () => {
    const [first, second] = [await drawCard(words), await drawCard(words)];
    expect(imageSize(first)).toMatchObject({ width: 1200, height: 630, type: 'png' });
    expect(first.equals(second)).toBe(true);
  });

  it.each([
    ['', 'nothing'],
    ['W'.repeat(400), 'one endless word'],
    ['🙂 \u0000\u202e<script>', 'signs no font should be asked for'],
    ['斑秃的治疗', 'another script'],
    ['علاج الثعلبة', 'a script from right to left'],
    ['e' + '\u0301'.repeat(300), 'a heap of accents'],
  ])('takes %j: %s', async (title) => {
    expect(imageSize(await drawCard({ ...words, title }))).toMatchObject({ width: 1200, height: 630 });
  });

  it('shows the title: another one makes another picture', async () => {
    const blank = await drawCard({ ...words, title: '' });
    for (const title of ['Minoxidil', 'Zoë’s β-blockers – 50 %', 'Миноксидил'])
      expect((await drawCard({ ...words, title })).equals(blank)).toBe(false);
  });
});

describe('words that the font cannot show whole', () => {
  it.each([
    ['Minoxidil 5 %', 'Minoxidil 5 %'],
    ['β-blockers', 'β-blockers'],
    ['Hair 🙂 loss', 'Hair loss'],
    ['治疗 guide', ''],
    ['علاج', ''],
    ['1 ٢ 3', ''],
  ])('%j is drawn as %j', (text, shown) => {
    expect(drawable(text)).toBe(shown);
  });
});
