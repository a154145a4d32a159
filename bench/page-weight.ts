import { Parser } from 'htmlparser2';
import { demoPages, leadPath, type ShownPage } from './lead-example.js';

export interface PageWeight {
  /** Bytes of the page, as written and as a browser gets it. */
  html: number;
  htmlOnTheWay: number;
  /** Of all that a browser loads before it can show the page whole, the page itself included, as it gets it. */
  firstView: number;
  /** Addresses loaded beside the page. */
  loaded: string[];
  /** Scripts that hold up the text below them, and sheets from elsewhere. */
  blocking: number;
}

/** What the lead example weighs. Throws where the page loads something that this site does not have. */
export async function weighLeadExample(): Promise<PageWeight> {
  const pages = await demoPages();
  const page = pages.get(leadPath);
  if (!page) throw new Error('The lead example is not there.');
  const { loaded, blocking } = loadedBy(page.plain.toString());
  const others = loaded.map((path) => {
    const other = pages.get(path.split('?')[0] ?? '');
    if (!other) throw new Error(`The lead example loads ${path}, which is no page of its site.`);
    return onTheWay(other);
  });
  const firstView = others.reduce((sum, bytes) => sum + bytes, onTheWay(page));
  return { html: page.plain.length, htmlOnTheWay: onTheWay(page), firstView, loaded, blocking };
}

function onTheWay({ br, plain }: ShownPage): number {
  return (br ?? plain).length;
}

/** Sheets, fonts, scripts, pictures and icons; a script blocks unless it stands at the end of the body, waits, or is data. */
function loadedBy(html: string): { loaded: string[]; blocking: number } {
  const loaded = new Set<string>();
  const scripts: number[] = [];
  let sheets = 0;
  let lastText = 0;
  const parser = new Parser({
    onopentag: (name, { src, href, rel = '', type = '', loading, ...rest }) => {
      if (name === 'img' && src && loading !== 'lazy') loaded.add(src);
      if (name === 'link' && href && /\b(?:stylesheet|preload|icon)\b/.test(rel)) loaded.add(href);
      if (name === 'link' && rel === 'stylesheet') sheets += 1;
      if (name !== 'script' || type.includes('json')) return;
      if (src) loaded.add(src);
      if (!('async' in rest) && !('defer' in rest) && type !== 'module') scripts.push(parser.startIndex);
    },
    onopentagname: (name) => {
      if (['h1', 'h2', 'p', 'footer'].includes(name)) lastText = parser.startIndex;
    },
    ontext: (text) => {
      for (const [, path = ''] of text.matchAll(/url\(["']?([^"')]+)/g))
        if (!path.startsWith('data:')) loaded.add(path);
    },
  });
  parser.end(html);
  return { loaded: [...loaded], blocking: sheets + scripts.filter((at) => at < lastText).length };
}
