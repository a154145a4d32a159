import { Inbox } from '../notifications/index.js';
import type { Clock } from '../platform/clock.js';
import { Database } from '../platform/database.js';
import { Workers } from '../platform/queue-workers.js';
import type { Service } from '../service.js';
import { applicantStories } from './applicant-stories.js';
import { readExamples } from './examples.js';
import { exclusionScenes, keepListFresh } from './exclusions.js';
import { newPassword, readDemoRecord, writeDemoRecord } from './folder.js';
import { liveStories } from './live-stories.js';
import { giveMemoryBack } from './memory.js';
import { personKeys } from './people.js';
import { memberStories } from './member-stories.js';
import type { PhysicianKey } from './physicians.js';
import type { PhysicianStory, Scene } from './scene.js';
import { found, goAway, grantSafety, hire, importGuides } from './setting.js';
import { mayTell } from './sources.js';
import { Stage } from './stage.js';
import { StagedGuide } from './staged-guide.js';
import { StagedPhysician } from './staged-physician.js';
import { summaryOf, type DemoSummary } from './summary.js';
import { Timeline } from './timeline.js';
import { unpublishedStories } from './unpublished-stories.js';

/** Days before the demonstration on which the guides begin, and the network of physicians, which is older. */
const guidesDay = 425;
const networkDay = 1000;

/**
 * Fills an empty database with the demonstration: fourteen months of guides, and members of nearly three years, whose people really used
 * the services, on a clock that travels from then to now and ends where it was. Nobody may be served meanwhile. Throws when there is an account already.
 */
export async function seedDemo(service: Service, clock: Clock): Promise<DemoSummary> {
  if (await hasAccount(service)) throw new Error('The demonstration needs a database without accounts.');
  const password = newPassword();
  await writeDemoRecord(service.config, { state: 'building', password });
  // The timeline does what is owed at the moment it is owed; workers would do it a little later, on a clock that has moved on.
  const workers = service.app.get(Workers);
  await workers.pause('story');
  await tell(new Timeline(service, clock), service, clock, password);
  await workers.resume('story');
  await writeDemoRecord(service.config, { state: 'complete', password });
  return summaryOf(service, password);
}

async function tell(timeline: Timeline, service: Service, clock: Clock, password: string): Promise<void> {
  const stage = new Stage(service, clock, timeline, await readExamples());
  // Physicians are invented: nobody outside is asked about them.
  const withPhysicians = service.config.demoRegistry;
  await timeline.goTo(withPhysicians ? networkDay : guidesDay);
  await found(stage, password);
  const all = [...guideScenes(stage, password), ...(withPhysicians ? physicianScenes(stage) : [])];
  for (const { daysAgo, act } of all.sort((one, other) => other.daysAgo - one.daysAgo)) {
    await timeline.goTo(daysAgo);
    await act(stage);
  }
  await timeline.comeBack();
}

/** What a start on the embedded database shows: a new demonstration on an empty one, the one it has, or none on anybody's own. */
export async function openDemo(
  service: Service,
  clock: Clock,
  say: (line: string) => void,
): Promise<DemoSummary | undefined> {
  if (!(await hasAccount(service))) {
    if (!(await mayTell(service.config, service.app.get(Database)))) return undefined;
    say('Building the demonstration: fourteen months of editorial work, once for this data folder …');
    const demo = await seedDemo(service, clock);
    await giveMemoryBack();
    return demo;
  }
  const record = await readDemoRecord(service.config);
  if (record?.state !== 'complete') return undefined;
  await keepListFresh(service, clock);
  return summaryOf(service, record.password);
}

async function hasAccount(service: Service): Promise<boolean> {
  return (await service.app.get(Database).first('select 1 from account limit 1')) !== undefined;
}

function guideScenes(stage: Stage, password: string): Scene[] {
  const common: Scene[] = [
    { daysAgo: guidesDay, act: (each) => hire(each, password) },
    { daysAgo: guidesDay, act: importGuides },
    { daysAgo: 200, act: grantSafety },
    { daysAgo: 21, act: (each) => goAway(each, 'hanna', 20, -12) },
    { daysAgo: 24, act: readInboxes },
  ];
  const stories = Object.entries({ ...liveStories, ...unpublishedStories });
  return [...common, ...stories.flatMap(([slug, story]) => scenesOf(new StagedGuide(stage, slug), story))];
}

function physicianScenes(stage: Stage): Scene[] {
  const stories = Object.entries({ ...memberStories, ...applicantStories }) as [PhysicianKey, PhysicianStory][];
  return [...exclusionScenes(), ...stories.flatMap(([key, story]) => scenesOf(new StagedPhysician(stage, key), story))];
}

function scenesOf<Staged>(staged: Staged, story: Readonly<Record<number, (staged: Staged) => Promise<void>>>): Scene[] {
  return Object.entries(story).map(([daysAgo, act]) => ({ daysAgo: Number(daysAgo), act: () => act(staged) }));
}

/** So that what is unread on the first visit is of the last days. */
async function readInboxes(stage: Stage): Promise<void> {
  const { id } = await stage.database.one<{ id: number | null }>('select max(id) as id from notification');
  for (const key of personKeys) await stage.service.app.get(Inbox).readUpTo(stage.accountId(key), id ?? 0);
}
