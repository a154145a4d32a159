import type { ComponentChildren } from 'preact';
import { Day, listed, Reviewers } from './reviewers.js';
import type { HistoryEntryView, ReviewerView } from './view-models.js';

/** Entries that are shown at once; older ones open on demand. */
const SHOWN = 6;

/** Every act on what was public, as dated sentences, newest first; nothing when there is none. */
export function PageHistory({ entries }: { entries: HistoryEntryView[] }) {
  if (entries.length === 0) return null;
  const older = entries.slice(SHOWN);
  return (
    <section class="small">
      <h2 id="_history">How this page has changed</h2>
      <Entries entries={entries.slice(0, SHOWN)} />
      {older.length > 0 && (
        <details>
          <summary>{older.length === 1 ? 'One earlier change' : `${older.length} earlier changes`}</summary>
          <div>
            <Entries entries={older} />
          </div>
        </details>
      )}
    </section>
  );
}

function Entries({ entries }: { entries: HistoryEntryView[] }) {
  return (
    <ul class="dated">
      {entries.map((entry) => (
        <li>
          <Day on={entry.on} /> <span>{sentence(entry)}</span>
        </li>
      ))}
    </ul>
  );
}

function sentence(entry: HistoryEntryView): ComponentChildren {
  switch (entry.kind) {
    case 'first':
      return <Reviewed what="First published after medical review" by={entry.by} />;
    case 'full':
      return <Reviewed what="A new version was published after medical review of the whole page" by={entry.by} />;
    case 'changes':
      return <Reviewed what={`${changed(entry.sections)} published after medical review`} by={entry.by} />;
    case 'recheck':
      return recheck(entry);
    case 'minor':
      return 'Wording was put right, such as a spelling or a link. No medical statement changed.';
    case 'correction':
      return <a href="#_corrections">Corrected</a>;
    case 'revert':
      return <a href="#_corrections">An earlier text was put back</a>;
    case 'notice':
      return entry.ended ? 'A safety notice was taken away.' : 'A safety notice was put above the text.';
    default:
      return standing[entry.kind];
  }
}

const standing: Record<'carried-over' | 'hold' | 'release' | 'withdrawal', string> = {
  'carried-over': 'Carried over from our earlier pages, without a review.',
  hold: 'Taken off the site while we checked it.',
  release: 'Put back after the check.',
  withdrawal: 'Withdrawn.',
};

function changed(sections: string[] = []): string {
  return sections.length > 0 ? `Changes to ${listed(sections)} were` : 'Changes were';
}

function recheck({ by, textMoved }: HistoryEntryView) {
  return (
    <>
      <Reviewed what="Reviewed again as a whole" by={by} />
      {textMoved ? ' Some words of the text were changed with it.' : ' The text did not change.'}
    </>
  );
}

function Reviewed({ what, by = [] }: { what: string; by: ReviewerView[] | undefined }) {
  return (
    <>
      {what}
      {by.length > 0 && (
        <>
          {' by '}
          <Reviewers by={by} />
        </>
      )}
      .
    </>
  );
}
