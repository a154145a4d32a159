import type { FontView, PaletteView, PublisherView, TokensView } from './view-models.js';

/** The looks of the site as it comes; a publisher's own file may change any part (see `examples/publisher.yaml`). */
const light: PaletteView = {
  paper: '#fcfbf8',
  raised: '#f3f1eb',
  ink: '#1f2529',
  soft: '#545d66',
  line: '#dcd8ce',
  link: '#0b5566',
};
const dark: PaletteView = {
  paper: '#14181b',
  raised: '#1d2327',
  ink: '#e6e3dc',
  soft: '#a8b0b7',
  line: '#353c42',
  link: '#84cbd9',
};

/** Fonts that readers have: none is fetched, so no text waits or jumps. */
const stacks: Record<FontView, string> = {
  serif: 'Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Georgia,"Liberation Serif",serif',
  'old-style': '"Iowan Old Style","Palatino Linotype","URW Palladio L",P052,Palatino,Georgia,serif',
  sans: 'system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Liberation Sans",Arial,sans-serif',
  humanist: 'Seravek,"Gill Sans Nova",Ubuntu,Calibri,"DejaVu Sans","Noto Sans",sans-serif',
};
const radius = 6;
const measure = 66;

// A warning looks like one at every publisher's: these are no tokens, and their contrast holds (publisher-site.spec.ts).
const warnLight = '--warn-ink:#6b3e00;--warn:#fdf1dc;--warn-line:#b86e00';
const warnDark = '--warn-ink:#f7d9a4;--warn:#33260f;--warn-line:#d99a3a';

/** The custom properties that every other rule of the style sheet draws on. */
export function customProperties(tokens: TokensView = {}): string {
  const { fonts = {} } = tokens;
  return [
    `:root{color-scheme:light dark;${colors(tokens.light ?? light)};${warnLight};`,
    `--text:${stacks[fonts.text ?? 'serif']};--ui:${stacks[fonts.headings ?? 'sans']};`,
    `--radius:${tokens.radius ?? radius}px;--measure:${tokens.measure ?? measure}ch}`,
    `@media (prefers-color-scheme:dark){:root{${colors(tokens.dark ?? dark)};${warnDark}}}`,
  ].join('');
}

/** What the browser colors around a page: the paper, by day and by night. */
export function themeColors({ tokens = {} }: PublisherView): { light: string; dark: string } {
  return { light: (tokens.light ?? light).paper, dark: (tokens.dark ?? dark).paper };
}

/** Ground and letter of the publisher's mark. */
export function markColors({ tokens = {} }: PublisherView): { ground: string; letter: string } {
  const { link, paper } = tokens.light ?? light;
  return { ground: link, letter: paper };
}

function colors(palette: PaletteView): string {
  return Object.entries(palette)
    .map(([name, color]) => `--${name}:${color}`)
    .join(';');
}
