import type { StagedGuide } from './staged-guide.js';
import type { Stage } from './stage.js';

/** Something that happened so many civil days before the demonstration. */
export interface Scene {
  daysAgo: number;
  act: (stage: Stage) => Promise<void>;
}

/** What happened to one guide, by how many days before the demonstration. */
export type GuideStory = Readonly<Record<number, (guide: StagedGuide) => Promise<void>>>;
