import {
  ApplicationQueries,
  GuideQueries,
  PhysicianQueries,
  type ApplicationEntry,
  type GuideEntry,
  type PhysicianEntry,
} from '../api/index.js';
import { endedStatuses } from '../physicians/index.js';
import type { Service } from '../service.js';
import { newestFile, secretInLetter } from './letters.js';
import { addressOf, personKeys, personOf } from './people.js';
import { physicianOf } from './physicians.js';

/** What a visitor of the demonstration needs to know. */
export interface DemoSummary {
  /** The one password of all logins. */
  password: string;
  logins: { email: string; name: string; about: string }[];
  guides: GuideEntry[];
  /** Of applicants and members, those that are not decided. */
  files: ApplicationEntry[];
  members: PhysicianEntry[];
  /** Path and fragment of the page of an applicant who was asked something, out of the letter; undefined where there is none. */
  statusPath: string | undefined;
  /** The demonstration's own registry answers. */
  ownRegistry: boolean;
}

/** As things stand at this moment. */
export async function summaryOf(service: Service, password: string): Promise<DemoSummary> {
  const { app } = service;
  const [guides, files, members] = await Promise.all([
    app.get(GuideQueries).list({ limit: 100 }),
    app.get(ApplicationQueries).list({ limit: 100 }),
    app.get(PhysicianQueries).list({ limit: 100 }),
  ]);
  return {
    password,
    logins: personKeys.map((key) => ({ email: addressOf(key), name: personOf(key).name, about: personOf(key).about })),
    guides: guides.items,
    files: files.items.filter(({ status }) => !endedStatuses.has(status)),
    members: members.items,
    statusPath: await statusPath(service),
    ownRegistry: service.config.demoRegistry,
  };
}

async function statusPath(service: Service): Promise<string | undefined> {
  const file = await newestFile(service, physicianOf('mira'));
  const secret = file && (await secretInLetter(service, file, 'application.info-requested', 'status'));
  return secret ? `/apply/status#${secret}` : undefined;
}
