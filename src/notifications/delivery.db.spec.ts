import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Chronicle } from '../../test/support/chronicle.js';
import type { EventName } from '../events.js';
import { jobs } from '../jobs.js';
import type { Move } from '../platform/event-store.js';
import { Digests } from './digests.js';
import { NotificationsJobs } from './notifications.jobs.js';
import { OutgoingMail } from './outgoing-mail.js';

let chronicle: Chronicle;
let deliver: (eventId: number) => Promise<void>;
let owner: string;
let lead: string;
let director: string;
let admin: string;
let reviewer: string;

beforeAll(async () => {
  chronicle = await Chronicle.open();
  const { database, clock, config, mailer, log } = chronicle;
  const mail = new OutgoingMail(database, clock, config, mailer, log);
  const notifications = new NotificationsJobs(
    database,
    clock,
    config,
    mail,
    new Digests(database, clock, config, mailer, log),
  );
  deliver = async (eventId) => notifications.deliver(await chronicle.delivery(eventId));
  owner = await chronicle.person('editor');
  lead = await chronicle.person('lead');
  director = await chronicle.person('director');
  admin = await chronicle.person('admin');
  reviewer = await chronicle.person('reviewer');
});
afterAll(() => chronicle.close());

const rows = (eventId: number) =>
  chronicle.database.rows<{
    account_id: string;
    channel: string;
    urgency: string;
    title: string;
    body: string;
    link: string;
    sent_at: Date | null;
  }>('select * from notification where event_id = $1 order by id', [eventId]);
const told = async (eventId: number): Promise<string[]> =>
  (await rows(eventId))
    .filter((row) => row.channel === 'inbox')
    .map((row) => `${nameOf(row.account_id)} ${row.urgency}`)
    .toSorted();
const nameOf = (id: string): string =>
  Object.entries({ owner, lead, director, admin, reviewer }).find(([, known]) => known === id)?.[0] ?? id;
const moved = (kind: Move['kind'], id: string, from: string | null, to: string): Move => ({ kind, id, from, to });

describe('delivering a fact', () => {
  it('writes one row per person and channel, and its debt is done with them', async () => {
    const guide = await chronicle.guide(owner);
    const event = await chronicle.fact(guide, 'guide.held', { by: reviewer });
    await deliver(event);
    expect(await told(event)).toEqual(['director now', 'lead now', 'owner now']);
    expect((await rows(event)).filter(({ channel }) => channel === 'email')).toHaveLength(3);
    expect(
      await chronicle.database.rows('select 1 from outbox where event_id = $1 and job = $2 and done_at is null', [
        event,
        'notifications.deliver',
      ]),
    ).toEqual([]);
  });

  it('tells once, however often and by however many workers it is delivered', async () => {
    const guide = await chronicle.guide(owner);
    const event = await chronicle.fact(guide, 'guide.stale', { payload: { dueOn: '2027-02-28' } });
    await Promise.all([deliver(event), deliver(event), deliver(event)]);
    await deliver(event);
    expect(await told(event)).toEqual(['lead digest', 'owner digest']);
    expect(await rows(event)).toHaveLength(4);
  });

  it('names the guide by its live title, says who did it, and leads to the desk', async () => {
    const guide = await chronicle.guide(owner, 'Eyelid\nsurgery');
    const event = await chronicle.fact(guide, 'guide.held', { by: director });
    await deliver(event);
    const { name } = await chronicle.database.one<{ name: string }>('select name from account where id = $1', [
      director,
    ]);
    expect((await rows(event))[0]).toMatchObject({
      title: 'Held: “Eyelid surgery”',
      body: expect.stringContaining(`${name} held “Eyelid surgery”`),
      link: `/desk/guides/${guide}`,
    });
  });

  it('names a guide without any version by its slug', async () => {
    const guide = await chronicle.guide(owner, '', { status: 'unpublished', live_version_id: null });
    await chronicle.database.run(`update guide set slug = 'eyelid-surgery' where id = $1`, [guide]);
    const event = await chronicle.fact(guide, 'guide.carry-over-proposed', { by: lead });
    await deliver(event);
    expect((await rows(event))[0]?.title).toBe('Carry-over proposed: “eyelid-surgery”');
  });

  it('keeps the reason out: it stands in the history, where it can be redacted', async () => {
    const guide = await chronicle.guide(owner);
    const event = await chronicle.fact(guide, 'guide.held', { by: reviewer, note: 'Jane Roe was burned.' });
    await deliver(event);
    expect(JSON.stringify(await rows(event))).not.toContain('Jane Roe');
  });

  it('works for every fact that it is woken by, also with ids that lead nowhere', async () => {
    const gone = '00000000-0000-4000-8000-000000000000';
    for (const name of jobs['notifications.deliver'].on as readonly EventName[]) {
      const guide = await chronicle.guide(owner);
      const payload = { revisionId: gone, reviewId: gone, assigneeId: gone, fromId: gone };
      const event = await chronicle.fact(guide, name, {
        payload,
        moves: [moved('review', gone, 'assigned', 'cancelled')],
      });
      await expect(deliver(event)).resolves.toBeUndefined();
    }
  });
});

describe('who is told', () => {
  it('is never whoever did it, in whatever part', async () => {
    const guide = await chronicle.guide(director);
    const event = await chronicle.fact(guide, 'guide.held', { by: director });
    await deliver(event);
    expect(await told(event)).toEqual(['lead now']);
  });

  it('is nobody whose account is disabled', async () => {
    const gone = await chronicle.person('editor', 'lead');
    const guide = await chronicle.guide(gone);
    await chronicle.disable(gone);
    const event = await chronicle.fact(guide, 'guide.held', { by: reviewer });
    await deliver(event);
    expect(await told(event)).toEqual(['director now', 'lead now']);
  });

  it('is the lead of that category only', async () => {
    const { id } = await chronicle.database.one<{ id: string }>(
      `insert into category (id, slug, name) values (gen_random_uuid(), 'eyes', 'Eyes') returning id`,
    );
    const eyes = await chronicle.person();
    await chronicle.lead(eyes, id);
    const guide = await chronicle.guide(owner);
    const event = await chronicle.fact(guide, 'guide.held', { by: reviewer });
    await deliver(event);
    expect(await told(event)).not.toContain(`${eyes} now`);
    await chronicle.database.run('update guide set category_id = $2 where id = $1', [guide, id]);
    const next = await chronicle.fact(guide, 'guide.released', { by: reviewer });
    await deliver(next);
    expect(await told(next)).toContain(`${eyes} now`);
  });

  it('falls to the admins while a category has no lead and there is no director', async () => {
    const other = await Chronicle.open();
    const { database, clock, config, mailer, log } = other;
    const mail = new OutgoingMail(database, clock, config, mailer, log);
    const notifications = new NotificationsJobs(
      database,
      clock,
      config,
      mail,
      new Digests(database, clock, config, mailer, log),
    );
    const [editor, keeper] = [await other.person('editor'), await other.person('admin')];
    const event = await other.fact(await other.guide(editor), 'guide.held', { by: editor });
    await notifications.deliver(await other.delivery(event));
    expect(
      await database.rows(`select account_id from notification where event_id = $1 and channel = 'inbox'`, [event]),
    ).toEqual([{ account_id: keeper }]);
    await other.close();
  });

  it('of a submitted text: who judged it before at once, else whoever is eligible, and the lead', async () => {
    const guide = await chronicle.guide(owner);
    const revision = await chronicle.revision(guide, [owner], { submitted_by: owner });
    const review = await chronicle.review(guide, { revision_id: revision, kind: 'full' });
    const payload = { revisionId: revision, reviewId: review, eligible: 1 };
    const waiting = await chronicle.fact(guide, 'revision.submitted', {
      by: owner,
      payload,
      moves: [moved('review', review, null, 'open')],
    });
    await deliver(waiting);
    expect(await told(waiting)).toEqual(['lead digest', 'reviewer digest']);
    await chronicle.database.run(`update review set status = 'assigned', assignee_id = $2 where id = $1`, [
      review,
      reviewer,
    ]);
    const moves = [moved('review', review, null, 'open'), moved('review', review, 'open', 'assigned')];
    const taken = await chronicle.fact(guide, 'revision.submitted', { by: owner, payload, moves });
    await deliver(taken);
    expect(await told(taken)).toEqual(['lead digest', 'reviewer now']);
    expect((await rows(taken))[0]?.link).toBe(`/desk/reviews/${review}`);
  });

  it('leaves out reviewers who wrote in it, are away or have no room', async () => {
    const guide = await chronicle.guide(owner);
    const review = await chronicle.review(guide);
    const opened = () => chronicle.fact(guide, 'review.opened', { payload: { reviewId: review } });
    const change = (set: string) => chronicle.database.run(`update account set ${set} where id = $1`, [reviewer]);
    await change(`away_from = '2027-02-28', away_until = '2027-03-02'`);
    const away = await opened();
    await deliver(away);
    await change('away_from = null, away_until = null, reviews_per_week = 0');
    const full = await opened();
    await deliver(full);
    await change('reviews_per_week = 5');
    expect([await told(away), await told(full)]).toEqual([
      ['lead digest', 'owner digest'],
      ['lead digest', 'owner digest'],
    ]);
  });

  it('of a reassigned review: the one who has it and the one who had it', async () => {
    const former = await chronicle.person('reviewer');
    const guide = await chronicle.guide(owner);
    const review = await chronicle.review(guide, { status: 'assigned', assignee_id: reviewer });
    const event = await chronicle.fact(guide, 'review.reassigned', {
      by: lead,
      payload: { reviewId: review, fromId: former, assigneeId: reviewer },
      moves: [moved('review', review, 'assigned', 'assigned')],
    });
    await deliver(event);
    expect(await told(event)).toEqual([`${former} now`, 'reviewer now'].toSorted());
  });

  it('of a recalled text: whose review it was', async () => {
    const guide = await chronicle.guide(owner);
    const review = await chronicle.review(guide, { status: 'cancelled', assignee_id: reviewer });
    const event = await chronicle.fact(guide, 'revision.recalled', {
      by: owner,
      moves: [moved('review', review, 'assigned', 'cancelled')],
    });
    await deliver(event);
    expect(await told(event)).toEqual(['lead digest', 'reviewer now']);
    expect((await rows(event))[0]?.body).toMatch(/The review that was under way is closed\.$/);
  });

  it('of a decision: owner and submitter at once, contributors with the digest', async () => {
    const [submitter, writer] = [await chronicle.person('editor'), await chronicle.person('editor')];
    const guide = await chronicle.guide(owner);
    const revision = await chronicle.revision(guide, [writer, submitter], { submitted_by: submitter });
    const event = await chronicle.fact(guide, 'revision.changes-requested', {
      by: reviewer,
      payload: { revisionId: revision },
    });
    await deliver(event);
    expect(await told(event)).toEqual([`${submitter} now`, `${writer} digest`, 'owner now'].toSorted());
  });

  it('of a refused minor change: who proposed it; of a release: who held it; of a failed schedule: who set it', async () => {
    const other = await chronicle.person('editor');
    const guide = await chronicle.guide(owner);
    const revision = await chronicle.revision(guide, [], { kind: 'minor' });
    const payload = { revisionId: revision };
    await chronicle.fact(guide, 'revision.minor-proposed', { by: other, payload });
    const refused = await chronicle.fact(guide, 'revision.minor-refused', { by: owner, payload });
    await chronicle.fact(guide, 'guide.held', { by: other });
    const released = await chronicle.fact(guide, 'guide.released', { by: reviewer });
    await chronicle.fact(guide, 'revision.scheduled', { by: other, payload });
    const failed = await chronicle.fact(guide, 'revision.schedule-failed', { payload });
    for (const event of [refused, released, failed]) {
      await deliver(event);
      expect(await told(event)).toContain(`${other} now`);
    }
  });

  it('of a proposed minor change: every editor who did not write in it, while it waits', async () => {
    const [second, writer] = [await chronicle.person('editor'), await chronicle.person('editor')];
    const guide = await chronicle.guide(owner);
    const revision = await chronicle.revision(guide, [writer], { kind: 'minor', status: 'minor-proposed' });
    const event = await chronicle.fact(guide, 'revision.minor-proposed', {
      by: writer,
      payload: { revisionId: revision },
    });
    await deliver(event);
    expect(await told(event)).toEqual(expect.arrayContaining([`${second} digest`, 'owner digest']));
    expect(await told(event)).not.toContain(`${writer} digest`);
  });

  it('of a publication: who signed it, and the owner which minor changes were left out', async () => {
    const guide = await chronicle.guide(owner);
    const revision = await chronicle.revision(guide, [owner], { submitted_by: owner });
    const event = await chronicle.fact(guide, 'guide.published', {
      by: lead,
      payload: { leftOut: ['lead', 'faq'] },
      moves: [moved('revision', revision, 'approved', 'published')],
    });
    await deliver(event);
    expect(await told(event)).toEqual(['owner digest']);
    expect((await rows(event))[0]?.body).toContain('Minor changes to 2 parts were left out');
  });
});
