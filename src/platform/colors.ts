/** A color as CSS reads it, and what the eye makes of it. */
export interface Color {
  /** Written anew from its numbers: never the text that was given. */
  css: string;
  /** Relative luminance from 0 to 1 (WCAG 2.2). */
  luminance: number;
}

const hex = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;
const oklch = /^oklch\(\s*(\d{1,3}(?:\.\d{1,4})?)%\s+(0?\.\d{1,4}|0|1)\s+(\d{1,3}(?:\.\d{1,2})?)\s*\)$/i;

/** `#rgb`, `#rrggbb` or `oklch(62% 0.1 210)` without alpha; undefined for everything else that CSS calls a color. */
export function readColor(text: string): Color | undefined {
  if (hex.test(text)) return fromHex(text.toLowerCase());
  const [, lightness, chroma, hue] = oklch.exec(text) ?? [];
  if (lightness === undefined || Number(lightness) > 100 || Number(hue) > 360) return undefined;
  return fromOklch(Number(lightness) / 100, Number(chroma), Number(hue));
}

/** Contrast ratio of two colors, from 1 to 21 (WCAG 2.2). */
export function contrast(one: Color, other: Color): number {
  const [dark = 0, light = 0] = [one.luminance, other.luminance].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function fromHex(css: string): Color {
  const digits = css.length === 4 ? [...css.slice(1)].map((digit) => digit + digit) : css.slice(1).match(/../g);
  const [red = 0, green = 0, blue = 0] = (digits ?? []).map((pair) => linear(parseInt(pair, 16) / 255));
  return { css, luminance: luminanceOf(red, green, blue) };
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function luminanceOf(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

// Oklab to linear sRGB (CSS Color 4, 9.3). Outside of sRGB a screen clips; so does this.
function fromOklch(lightness: number, chroma: number, hue: number): Color {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const [red = 0, green = 0, blue = 0] = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((channel) => Math.min(1, Math.max(0, channel)));
  const css = `oklch(${Number((lightness * 100).toFixed(4))}% ${chroma} ${hue})`;
  return { css, luminance: luminanceOf(red, green, blue) };
}
