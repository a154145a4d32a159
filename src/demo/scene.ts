import type { StagedPhysician } from './staged-physician.js';
import type { StagedGuide } from './staged-guide.js';
import type { Stage } from './stage.js';

/** Something that happened so many civil days before the demonstration. */
export interface Scene {
  daysAgo: number;
  act: (stage: Stage) => Promise<void>;
}

/** What happened to one guide, by how many days before the demonstration. */
export type GuideStory = Readonly<Record<number, (guide: StagedGuide) => Promise<void>>>;

/** What happened to one applicant or member, likewise. */
export type PhysicianStory = Readonly<Record<number, (physician: StagedPhysician) => Promise<void>>>;
