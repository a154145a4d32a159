import type { StagedGuide } from './staged-guide.js';
import type { Stage } from './stage.js';

/** Something that happened so many civil days before the demonstration. */
export interface Scene {
  daysAgo: number;
  act: (stage: Stage) => Promise<void>;
}

/** Days before the demonstration, and what happened to one guide on that day. */
export type GuideStory = readonly (readonly [daysAgo: number, act: (guide: StagedGuide) => Promise<void>])[];
