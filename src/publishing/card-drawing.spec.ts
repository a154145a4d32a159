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
    ['ἀλωπεκία', ''],
    ['Ŧorne', ''],
    ['שלום', ''],
    ['Über Ärzte – Übersicht: Żółć, Ştefan, Phạm', 'Über Ärzte – Übersicht: Żółć, Ştefan, Phạm'],
    ['Soft\u00adhyphen', 'Soft hyphen'],
    ['T\u2011cells', 'T-cells'],
  ])('%j is drawn as %j', (text, shown) => {
    expect(drawable(text)).toBe(shown);
  });
});

describe('the font that comes with the service', () => {
  const ours = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese'].map((part) => `"card ${part}"`).join(', ');
  const plane = Array.from({ length: 0xd7ff }, (_, code) => String.fromCodePoint(code));

  it('has a glyph of its own for every letter and sign that is drawn, whatever fonts the machine has', async () => {
    await drawCard(words);
    const { createCanvas } = await import('@napi-rs/canvas');
    const context = createCanvas(64, 64).getContext('2d');
    const picture = (text: string, family: string): string => {
      context.fillStyle = '#fff';
      context.fillRect(0, 0, 64, 64);
      context.fillStyle = '#000';
      context.font = `700 32px ${family}`;
      context.fillText(text, 16, 44);
      return Buffer.from(context.getImageData(0, 0, 64, 64).data).toString('base64');
    };
    const shown = plane.filter((letter) => drawable(letter).trim() === letter);
    expect(shown.length).toBeGreaterThan(500);
    const lacking = shown.filter((letter) => picture(letter, ours) === picture(letter, '"no such font"'));
    expect(lacking).toEqual([]);
  });
});
