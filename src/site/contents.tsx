import { createHash } from 'node:crypto';
import type { GuideView } from './view-models.js';

interface Entry {
  anchor: string;
  heading: string;
}

/**
 * Links to what the page holds: folded away on a narrow screen, beside the text on a wide one. Each screen shows one
 * of the two, and a reader who uses neither eyes nor scripts meets one.
 */
export function Contents({ view }: { view: GuideView }) {
  const entries = entriesOf(view);
  if (entries.length === 0) return null;
  return (
    <nav class="toc" aria-label="On this page">
      <details class="folded">
        <summary>On this page</summary>
        <Links entries={entries} />
      </details>
      <div class="beside">
        <h2>On this page</h2>
        <Links entries={entries} />
      </div>
    </nav>
  );
}

function entriesOf({ guide, review, corrections, history = [] }: GuideView): Entry[] {
  const entries: Entry[] = guide.sections.map(({ key, heading }) => ({ anchor: key, heading }));
  if (guide.faq.length > 0) entries.push({ anchor: '_faq', heading: 'Frequently asked questions' });
  if (guide.references.length > 0) entries.push({ anchor: '_references', heading: 'References' });
  if (review) entries.push({ anchor: '_review', heading: 'About the medical review' });
  if (corrections.length > 0) entries.push({ anchor: '_corrections', heading: 'Corrections' });
  if (history.length > 0) entries.push({ anchor: '_history', heading: 'How this page has changed' });
  return entries;
}

function Links({ entries }: { entries: Entry[] }) {
  return (
    <ul>
      {entries.map(({ anchor, heading }) => (
        <li>
          <a href={`#${anchor}`}>{heading}</a>
        </li>
      ))}
    </ul>
  );
}

/**
 * Marks the part that is being read in the list beside the text: the last heading above a line at a third of the window.
 * The browser says when a heading crosses it; nothing runs while one reads. Without it the list is a list.
 */
export const contentsScript = [
  `(function(){var l=[].slice.call(document.querySelectorAll(".beside a")),s=[],c;if(!l.length||!window.IntersectionObserver)return;`,
  `var t=l.map(function(a){return document.getElementById(a.getAttribute("href").slice(1))}),`,
  `o=new IntersectionObserver(function(es){es.forEach(function(e){s[t.indexOf(e.target)]=e.isIntersecting});`,
  `var a=l[s.lastIndexOf(true)];if(a===c)return;if(c)c.removeAttribute("aria-current");`,
  `if(a)a.setAttribute("aria-current","true");c=a},{rootMargin:"9999999px 0px -67% 0px"});`,
  `t.forEach(function(e){if(e)o.observe(e)})})()`,
].join('');

/** CSP source expression of that script. */
export const contentsScriptHash = `'sha256-${createHash('sha256').update(contentsScript).digest('base64')}'`;
