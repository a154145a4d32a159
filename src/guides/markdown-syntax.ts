import createParser, { type Env, type MarkdownIt, type StateCore, type StateInline, type Token } from 'markdown-it';

/** The references a text may cite, numbered from 1 in list order, and how often each was cited so far. */
export interface Citations {
  numbers: { get(id: string): number | undefined };
  used: Map<string, number>;
}

/** Numbers the references in list order. One value serves one page, so that citation anchors differ. */
export function numberReferences(references: readonly { id: string }[]): Citations {
  return { numbers: new Map(references.map(({ id }, index) => [id, index + 1])), used: new Map() };
}

export type LinkTarget =
  { kind: 'web'; href: string } | { kind: 'anchor'; href: string } | { kind: 'guide'; id: string } | { kind: 'unsafe' };

/** What an address in a Markdown link may be: http(s) without a login, mailto, `#section`, `guide:<id>`. */
export function linkTarget(href: string): LinkTarget {
  const guide = /^guide:([a-z0-9-]{1,100})$/.exec(href);
  if (guide?.[1] !== undefined) return { kind: 'guide', id: guide[1] };
  if (/^#[a-z0-9-]+$/.test(href)) return { kind: 'anchor', href };
  if (/^mailto:[^\s<>"]+@[^\s<>"]+$/i.test(href)) return { kind: 'web', href };
  if (!/^https?:\/\/[^\s<>"\\]+$/i.test(href) || !URL.canParse(href)) return { kind: 'unsafe' };
  const { username, password } = new URL(href);
  return username === '' && password === '' ? { kind: 'web', href } : { kind: 'unsafe' };
}

/** The digest in an image address of the form `image:<sha-256>`; null for every other address. */
export function imageDigest(src: string): string | null {
  return /^image:([0-9a-f]{64})$/.exec(src)?.[1] ?? null;
}

/** An attribute of a token as text, empty when it is absent. */
export function attributeOf(token: Token, name: string): string {
  return String(token.attrGet(name) ?? '');
}

const citation = /\[\^([^\s[\]^]{1,60})\]/y;

// Runs before the link rule, else `[^id]` could become a link through a reference definition.
function cite(state: StateInline, silent: boolean): boolean {
  citation.lastIndex = state.pos;
  const [source, id] = citation.exec(state.src) ?? [];
  if (source === undefined || id === undefined) return false;
  if (!silent) {
    const { numbers } = state.env['citations'] as Citations;
    const number = numbers.get(id);
    const token = state.push(number === undefined ? 'text' : 'citation', '', 0);
    token.content = source;
    token.meta = { id, number };
  }
  state.pos += source.length;
  return true;
}

function openLink(token: Token): boolean {
  const target = linkTarget(attributeOf(token, 'href'));
  if (target.kind === 'unsafe') return false;
  if (target.kind === 'guide') token.attrs = [['data-guide', target.id]];
  if (target.kind === 'anchor') token.attrs = [['href', target.href]];
  if (target.kind === 'web')
    token.attrs = [
      ['href', target.href],
      ['rel', 'noopener'],
    ];
  return true;
}

/** Drops what a page may not show: unsafe links keep their words, remote images go altogether. */
function onlySafe(children: Token[]): Token[] {
  const kept: boolean[] = [];
  return children.filter((token) => {
    if (token.type === 'image') return imageDigest(attributeOf(token, 'src')) !== null;
    if (token.type === 'link_open') kept.push(openLink(token));
    return token.type === 'link_open' ? kept.at(-1) === true : token.type !== 'link_close' || kept.pop() === true;
  });
}

function alignByClass(token: Token): void {
  const align = /^text-align:(left|center|right)$/.exec(attributeOf(token, 'style'))?.[1];
  token.attrs = align === undefined ? null : [['class', `align-${align}`]];
}

function publishable({ tokens, env }: StateCore): void {
  const lowest = env['lowestHeading'] as number;
  for (const token of tokens) {
    if (token.children !== null) token.children = onlySafe(token.children);
    if (token.type === 'th_open' || token.type === 'td_open') alignByClass(token);
    if (token.type === 'heading_open' || token.type === 'heading_close') {
      token.tag = `h${Math.max(lowest, Number(token.tag.slice(1)))}`;
    }
  }
}

function commonMark(html: boolean): MarkdownIt {
  const parser = createParser('commonmark', { html, maxNesting: 100 }).enable('table');
  // Every address becomes a token first; what is allowed is decided on tokens, not on spelling.
  parser.validateLink = () => true;
  parser.inline.ruler.before('link', 'citation', cite);
  return parser;
}

const reader = commonMark(false);
reader.core.ruler.push('publishable', publishable);
const inspector = commonMark(true);

/** The parser and renderer of what readers get: no HTML, safe links, headings from `h3`. */
export const readerMarkdown: MarkdownIt = reader;

/** Settings for one text of a page; `lowestHeading` is the level that `#` becomes. */
export function readerEnv(citations: Citations, lowestHeading = 3): Env {
  return { citations, lowestHeading };
}

/** Tokens as readers get them. */
export function readerTokens(markdown: string, references: readonly { id: string }[]): Token[] {
  return reader.parse(markdown, readerEnv(numberReferences(references)));
}

/** Tokens as written, for lint: raw HTML and unsafe addresses are tokens too, and every citation is. */
export function writtenTokens(markdown: string): Token[] {
  const everyCitation: Citations = { numbers: { get: () => 0 }, used: new Map() };
  return inspector.parse(markdown, { citations: everyCitation });
}
