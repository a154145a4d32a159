import type { Tx } from '../platform/database.js';
import type { Notice, ToldApplicationEvent, Urgency } from './notice.js';
import { holdersNow, type Moment } from './parties.js';
import { tell } from './telling.js';
import { deskPath, fileWords, longDate, type FileWords } from './wording.js';

interface WaitingFile extends FileWords {
  applicationId: string;
  name: ToldApplicationEvent;
  dueOn: string | null;
  actorId: string | null;
  told: string[];
}

interface ApplicationNotice extends Pick<Notice, 'title'> {
  /** Lanes of which somebody is told; all where none is named. */
  lanes?: readonly string[];
  body: (file: string, due: string) => string;
}

/** Event → words. Whoever may take the file is told, with the digest; of an applicant nothing is said. */
export const applicationNotices: Record<ToldApplicationEvent, ApplicationNotice> = {
  'application.routed': {
    lanes: ['high', 'disputes'],
    title: 'Takes two',
    body: (file, due) => `${file} waits${due}. One verifier prepares it, another decides.`,
  },
  'application.appealed': {
    title: 'Appealed',
    body: (file, due) => `The decision on ${file} was appealed, and another verifier decides${due}.`,
  },
};

/** Tells verifiers of a file that waits for them; nobody, once somebody has taken it. */
export async function tellOfApplication(tx: Tx, eventId: number, { now }: Moment): Promise<void> {
  const file = await tx.first<WaitingFile>(waitingFile, [now, eventId, Object.keys(applicationNotices)]);
  const notice = file && applicationNotices[file.name];
  if (!notice || (notice.lanes && !notice.lanes.includes(file.lane ?? ''))) return;
  const words = fileWords(file);
  const telling = {
    source: `event:${eventId}`,
    eventId,
    kind: file.name,
    title: `${notice.title}: ${words}`,
    body: capitalized(notice.body(words, file.dueOn ? `, and is due on ${longDate(file.dueOn)}` : '')),
    link: deskPath.application(file.applicationId),
    told: new Map(file.told.map((id): [string, Urgency] => [id, 'digest'])),
  };
  await tell(tx, telling, now);
}

const capitalized = (sentence: string): string => `${sentence.slice(0, 1).toUpperCase()}${sentence.slice(1)}`;

const waitingFile = `
  with ${holdersNow}
  select a.id as "applicationId", e.name, a.lane, a.state, p.name as specialty, a.due_on as "dueOn",
         array(select account_id from holders where role = 'verifier' and may_decide(a.id, account_id)) as told
    from event e join application a on a.id = e.subject_id join specialty p on p.slug = a.specialty
   where e.id = $2 and e.subject_kind = 'application' and e.name = any ($3) and a.status in ('queued', 'escalated', 'appealed')`;
