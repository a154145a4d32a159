import type { Chance } from './chance.js';
import type { Idea } from './ideas.js';
import type { Input } from './model/command.js';
import { standingNotices } from './model/publications.js';
import { liveVersion, same, type Guide, type Part, type Role } from './model/state.js';

type Acting = (name: string, weight: number, roles: Role[], input?: Input) => Idea;

const correctable: Part[] = ['lead', 'section:procedure', 'section:recovery', 'faq'];

/** What is done to a page that is public: its words corrected at once, a notice above them, an earlier text put back. */
export function onPublic(guide: Guide, chance: Chance, act: Acting): Idea[] {
  const live = guide.status === 'live';
  const standing = [...standingNotices(guide).keys()];
  const back = earlierVersions(guide);
  return [
    act('correctUrgently', live ? 1 : 0.1, ['safety'], correction(guide, chance)),
    act('notice', live ? 0.8 : 0.1, ['safety']),
    act('endNotice', live && standing.length > 0 ? 2 : 0.1, ['safety', 'director'], {
      // Now and then one that was taken away, or that is no notice.
      publication: standing.length > 0 && chance.happens(0.85) ? chance.of(standing) : 1 + chance.below(9),
    }),
    act('proposeRevert', live && back.length > 0 ? 2.5 : 0.1, ['safety', 'editor', 'lead', 'director'], {
      names: chance.of(
        back.length > 0 && chance.happens(0.85) ? back : [...guide.versions.map(({ id }) => id), 'none'],
      ),
    }),
  ];
}

/** Another wording of one part of the live text, and mostly just that part named. */
function correction(guide: Guide, chance: Chance): Input {
  const content = liveVersion(guide)?.content;
  const written = correctable.filter((part) => content?.[part]);
  const part = chance.of(written.length > 0 ? written : correctable);
  const words = chance.happens(0.05) ? '9a' : `${5 + chance.below(3)}${chance.of(['a', 'b'])}`;
  const sections = chance.happens(0.9) ? [part] : chance.of<Part[]>([[], [chance.of(correctable)], ['head', part]]);
  return { replace: { part, was: content?.[part] ?? '', words }, sections };
}

/** Versions that were public with a review behind them and are not now. */
function earlierVersions(guide: Guide): string[] {
  const live = liveVersion(guide)?.content;
  const shown = guide.publications.flatMap(({ version, reviewedBy }) => (reviewedBy && version ? [version] : []));
  return guide.versions
    .filter(({ id, content }) => shown.includes(id) && !(live && same(content, live)))
    .map(({ id }) => id);
}
