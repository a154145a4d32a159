import { contrast, readColor, type Color } from './colors.js';
import { colorNames, fontNames, type DesignTokens, type FontName, type Palette } from './publisher.js';
import type { YamlPart } from './yaml-part.js';

/** WCAG 2.2, 1.4.3: of text on what lies behind it. */
const leastContrast = 4.5;
const texts = ['ink', 'soft', 'link'] as const;
const grounds = ['paper', 'raised'] as const;

/** The design tokens of a publisher's file; what is wrong goes to its list of problems. */
export function readTokens(part: YamlPart): DesignTokens {
  const light = part.part('light');
  const dark = part.part('dark');
  const fonts = part.part('fonts');
  const tokens: DesignTokens = {
    ...optional('light', light && readPalette(light)),
    ...optional('dark', dark && readPalette(dark)),
    ...optional('fonts', fonts && readFonts(fonts)),
    ...optional('radius', part.number('radius', 0, 16)),
    ...optional('measure', part.number('measure', 50, 80)),
  };
  part.refuseOthers();
  return tokens;
}

function optional<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Record<Key, Value>);
}

function readFonts(part: YamlPart): { text?: FontName; headings?: FontName } {
  const fonts = {
    ...optional('text', part.oneOf('text', fontNames)),
    ...optional('headings', part.oneOf('headings', fontNames)),
  };
  part.refuseOthers();
  return fonts;
}

/** A palette comes whole: half of one beside half of ours would suit nobody, and could not be checked. */
function readPalette(part: YamlPart): Palette | undefined {
  const colors = new Map(colorNames.map((name) => [name, readOne(part, name)] as const));
  part.refuseOthers();
  const known = [...colors].flatMap(([name, color]) => (color ? [[name, color] as const] : []));
  if (known.length < colorNames.length) return undefined;
  checkContrast(part, new Map(known));
  return Object.fromEntries(known.map(([name, { css }]) => [name, css])) as Palette;
}

function readOne(part: YamlPart, name: string): Color | undefined {
  const text = part.text(name, { longest: 40, needed: true });
  if (text === undefined) return undefined;
  const color = readColor(text);
  if (!color) part.problem(name, `must be a color such as “#0b5a6a” or “oklch(43% 0.07 210)”; it is “${text}”`);
  return color;
}

function checkContrast(part: YamlPart, colors: Map<string, Color>): void {
  for (const text of texts)
    for (const ground of grounds) {
      const [above, below] = [colors.get(text), colors.get(ground)];
      if (!above || !below) continue;
      const ratio = contrast(above, below);
      if (ratio < leastContrast)
        part.problem(
          text,
          `has a contrast of ${ratio.toFixed(2)} to ${ground}, and readers need ${leastContrast} (WCAG 2.2, 1.4.3)`,
        );
    }
}
