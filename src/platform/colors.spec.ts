import { describe, expect, it } from '@jest/globals';
import { contrast, readColor, type Color } from './colors.js';

const color = (text: string): Color => {
  const read = readColor(text);
  if (!read) throw new Error(`${text} is no color.`);
  return read;
};

describe('Colors of a publisher', () => {
  it('are measured as WCAG measures them', () => {
    expect(contrast(color('#000'), color('#fff'))).toBeCloseTo(21, 5);
    expect(contrast(color('#777777'), color('#ffffff'))).toBeCloseTo(4.48, 2);
    expect(contrast(color('#fff'), color('#767676'))).toBeCloseTo(4.54, 2);
  });

  it('are the same color in oklch as in hex', () => {
    // Red, green and blue of sRGB, as CSS Color 4 gives them.
    expect(color('oklch(62.7955% 0.2577 29.23)').luminance).toBeCloseTo(color('#ff0000').luminance, 2);
    expect(color('oklch(86.644% 0.2948 142.5)').luminance).toBeCloseTo(color('#00ff00').luminance, 2);
    expect(color('oklch(45.201% 0.3132 264.05)').luminance).toBeCloseTo(color('#0000ff').luminance, 2);
  });

  it('are written anew from their numbers', () => {
    expect(color('#ABC').css).toBe('#abc');
    expect(color('oklch( 62.50%   0.10   210 )').css).toBe('oklch(62.5% 0.1 210)');
  });

  it.each([
    'red',
    '#12345',
    '#12345678',
    'rgb(1,2,3)',
    'oklch(120% 0.1 20)',
    'oklch(50% 0.1 400)',
    'oklch(50% 0.1 20 / 0.5)',
    '#fff;}body{display:none',
    'var(--ink)',
    'url(https://elsewhere.example)',
    '',
  ])('are not %p', (text) => {
    expect(readColor(text)).toBeUndefined();
  });
});
