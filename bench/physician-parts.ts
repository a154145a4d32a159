import { benchApplications, timesFaster } from './applications.js';
import { benchExclusions } from './exclusions.js';
import { ms, seconds, type Part } from './lines.js';
import { benchSuspension } from './suspension.js';

/** The parts about members and applicants. */
export const physicianParts: Record<string, Part> = {
  g: {
    title: 'All members against the exclusion list',
    run: async () => {
      const { members, rows, loadSeconds, joinSeconds, againSeconds, peakMegabytes, ...found } =
        await benchExclusions();
      return [
        {
          figure: `${rows} rows loaded`,
          measured: `${seconds(loadSeconds)} (${(rows / loadSeconds).toFixed(0)} rows/s)`,
          target: '≤ 30 s',
          met: loadSeconds <= 30,
        },
        {
          figure: `${members} members joined (${found.suspended} suspended by NPI, ${found.flagged} flagged by name, ${found.read} read)`,
          measured: `${seconds(joinSeconds)}, again without news ${seconds(againSeconds)}; peak memory ${peakMegabytes.toFixed(0)} MB`,
          target: '≤ 30 s, just those, everybody read',
          met: joinSeconds <= 30 && found.right,
        },
      ];
    },
  },
  h: {
    title: 'Suspension → the last page without the member',
    run: async () => {
      const { shownOn, profileSeconds, allSeconds, stillOn } = await benchSuspension();
      return [
        {
          figure: `${shownOn} pages that showed the member, the profile among them`,
          measured: `${seconds(allSeconds)}, then on ${stillOn} page(s); the profile after ${seconds(profileSeconds)}`,
          target: '≤ 20 s, then on none',
          met: allSeconds <= 20 && stillOn === 0,
        },
      ];
    },
  },
  i: {
    title: 'Confirmed application → checks finished',
    run: async () => {
      const { applications, checked, mostQuestions } = await benchApplications();
      const { p50, p95, max } = checked;
      const scaled = (milliseconds: number): string => seconds((milliseconds * timesFaster) / 1000);
      return [
        {
          figure: `${applications} at random within one hour, run ${timesFaster} times as fast (of the registry at most ${mostQuestions} answers a second)`,
          measured: `p50 ${scaled(p50)}, p95 ${scaled(p95)}, max ${scaled(max)}; in this run ${ms(p50)}, ${ms(p95)}, ${ms(max)}`,
          target: `p95 ≤ 120 s, at most ${2 * timesFaster} answers a second`,
          met: p95 * timesFaster <= 120_000 && mostQuestions <= 2 * timesFaster,
        },
      ];
    },
  },
};
