import { HTML, renderDocument } from './layout.js';
import type { PublisherView, RenderedPage } from './view-models.js';

/** One side of a part: safe HTML, or plain lines. */
export interface ComparedSide {
  heading?: string;
  html?: string;
  lines?: string[];
  entries?: { question: string; html: string }[];
}

export interface ComparedPart {
  label: string;
  changes: ('added' | 'removed' | 'changed' | 'moved')[];
  /** Null where that side has no such part. */
  live: ComparedSide | null;
  preview: ComparedSide | null;
}

export interface CompareView {
  publisher: PublisherView;
  title: string;
  /** There is a live text to compare with. */
  isLive: boolean;
  parts: ComparedPart[];
}

const words = { added: 'New', removed: 'Removed', changed: 'Changed', moved: 'Moved' };

/** The live text and the preview beside each other, part by part; one under the other where there is no room. */
export function renderComparePage(view: CompareView): RenderedPage {
  const { publisher, title } = view;
  const facts = { publisher, title: `Comparison: ${title}`, indexable: false };
  const html = renderDocument(facts, <Comparison view={view} />);
  return { status: 200, contentType: HTML, html, headers: {} };
}

function Comparison({ view: { title, isLive, parts } }: { view: CompareView }) {
  const changed = parts.filter(({ changes }) => changes.length > 0).length;
  return (
    <div class="compare">
      <h1>{title}</h1>
      <p class="notice">Preview. This text is not published.</p>
      <p class="meta">
        {isLive ? `${changed} of ${parts.length} parts differ from the live page. ` : 'Nothing is live yet. '}
        <a href="/preview">Read the preview alone</a>
      </p>
      {parts.map((part) => (
        <section class={part.changes.length > 0 ? 'pair differs' : 'pair'}>
          <h2>
            {part.label}
            {part.changes.map((change) => (
              <>
                {' '}
                <mark>{words[change]}</mark>
              </>
            ))}
          </h2>
          <Side label="Live" side={part.live} />
          <Side label="Preview" side={part.preview} />
        </section>
      ))}
    </div>
  );
}

function Side({ label, side }: { label: string; side: ComparedSide | null }) {
  return (
    <div>
      <p class="meta">
        <strong>{label}</strong>
      </p>
      {side === null && <p class="meta">Not there.</p>}
      {side?.heading && <h3>{side.heading}</h3>}
      {side?.lines?.map((line) => (
        <p>{line}</p>
      ))}
      {side?.html !== undefined && <div dangerouslySetInnerHTML={{ __html: side.html }} />}
      {side?.entries?.map(({ question, html }) => (
        <>
          <h3>{question}</h3>
          <div dangerouslySetInnerHTML={{ __html: html }} />
        </>
      ))}
    </div>
  );
}
