import { isDeepStrictEqual } from 'node:util';
import { Editorial, Transitions, type Done, type TransitionInput } from '../../src/editorial/index.js';
import { Credentials, Roles, type Actor } from '../../src/identity/index.js';
import { Forbidden, Invalid, Refused, Stale } from '../../src/platform/errors.js';
import { ReviewDesk } from '../../src/reviews/index.js';
import type { Cast } from './cast.js';
import { addDays, civil, day, minute } from './model/calendar.js';
import type { Command, Input } from './model/command.js';
import { find, Unknown, type Guide, type Outcome, type World } from './model/state.js';
import { wholeText } from './model.js';
import type { WalkService } from './service.js';
import { realContent, realPart } from './words.js';

type Transition = Extract<Command, { do: 'transition' }>;

/** The real ids of what the model knows, by the model's names; kept up by whoever compares. */
export type Ids = Map<string, string>;

/** Does a command to the service, as the desk would over the API. */
export class Doing {
  /** Hashes of versions and proposals by the model's names. */
  readonly hashes = new Map<string, string>();

  constructor(
    private readonly service: WalkService,
    private readonly cast: Cast,
    readonly ids: Ids,
  ) {}

  /** What came of it; an error that is no refusal is a bug and comes through. `world` is as it was before. */
  async do(command: Command, world: World): Promise<Outcome> {
    try {
      await this.attempt(command, world);
      return 'done';
    } catch (error) {
      if (error instanceof Forbidden) return 'forbidden';
      if (error instanceof Stale) return 'stale';
      if (error instanceof Invalid) return 'invalid';
      if (!(error instanceof Refused)) throw error;
      const codes = error.reasons.map(({ code }) => code).sort();
      return codes.includes('state') ? 'refused: state' : `refused: ${codes.join(' ')}`;
    }
  }

  private attempt(command: Command, world: World): Promise<unknown> {
    switch (command.do) {
      case 'create':
        return this.create(command, world);
      case 'transition':
        return this.transition(command, world);
      case 'role':
        return this.changeRole(command, world);
      case 'license':
        return this.changeLicense(command, world);
      case 'save': {
        const { by, part, words, etag } = command;
        const actor = this.actor(world, by);
        return this.service.get(Editorial).save(this.id(command.revision), part, realPart(part, words), etag, actor);
      }
      default:
        return this.atDesk(command, world);
    }
  }

  private create({ by, slug, category, words }: Extract<Command, { do: 'create' }>, world: World): Promise<unknown> {
    const content = realContent(wholeText(words, category === 'skin-care' ? '2' : '0'));
    return this.service
      .get(Editorial)
      .createGuide({ slug, language: 'en-US', category, content }, this.actor(world, by));
  }

  private async transition(command: Transition, world: World): Promise<void> {
    const { noun, guide, name, by, input, id, twice } = command;
    const transitions = this.service.get(Transitions);
    const key = {
      accountId: this.actor(world, by).accountId,
      route: `${noun}/${id}`,
      key: `${id} ${name} ${world.now}`,
      bodyHash: 'the same',
    };
    const asked = {
      noun,
      name,
      id: this.id(name === 'open' ? guide : id),
      input: this.input(find(world.guides, guide), input, world),
      requestId: 'walk',
      actor: this.actor(world, by, input),
      idempotency: twice ? key : null,
    };
    const answers = await Promise.allSettled(
      twice ? [transitions.perform(asked), transitions.perform(asked)] : [transitions.perform(asked)],
    );
    const [first, second] = answers.map((answer) =>
      answer.status === 'fulfilled' ? answer.value.body : (answer.reason as Error),
    );
    if (twice && !isDeepStrictEqual(outcomeOf(first), outcomeOf(second)))
      throw new Error(`Sent twice, answered differently: ${JSON.stringify([first, second])}`);
    if (first instanceof Error) throw first;
  }

  private input(guide: Guide, input: Input, world: World): TransitionInput {
    const {
      names,
      silent,
      kind,
      reviewKind,
      replace,
      inDays,
      choice,
      to,
      bars,
      medical,
      slug,
      revision,
      sections,
      publication,
    } = input;
    const named = guide.versions.some((v) => v.id === names) ? (names ?? '') : `${guide.id} ${names}`;
    const anywhere = ['head', 'lead', 'faq', 'references', 'section:procedure', 'section:recovery'];
    return {
      ...(silent
        ? {}
        : {
            reason: 'As it must be.',
            reasonClass: 'outdated',
            authority: 'https://court.example/',
            notice: 'What readers are told.',
            sourceTitle: 'A recall',
            sourceUrl: 'https://agency.example/recalls/7',
            conflict: 'none' as const,
          }),
      ...(names === undefined
        ? {}
        : { versionId: this.ids.get(named) ?? this.id(guide.id), hash: this.hashes.get(named) ?? 'no such hash' }),
      kind,
      reviewKind,
      bars,
      medical,
      slug,
      sections,
      publication,
      ...(to === undefined ? {} : { assigneeId: this.actor(world, to).accountId }),
      ...(replace === undefined ? {} : { replacements: [replacement(replace)] }),
      ...(choice === undefined ? {} : { resolutions: Object.fromEntries(anywhere.map((part) => [part, choice])) }),
      ...(revision ? { revisionId: this.id(revision) } : {}),
      ...(inDays === undefined
        ? {}
        : {
            scheduledFor: new Date(world.now + inDays * day),
            plannedFor: addDays(civil(world.now), inDays),
            firstPublishedOn: '2020-05-04',
          }),
    };
  }

  private atDesk(
    command: Extract<Command, { do: 'read' | 'answer' | 'comment' | 'answerComment' | 'resolve' }>,
    world: World,
  ): Promise<unknown> {
    const desk = this.service.get(ReviewDesk);
    const actor = this.actor(world, command.by);
    const anyVersion = () => undefined;
    switch (command.do) {
      case 'read':
        return desk.open(this.id(command.review), actor);
      case 'answer':
        return this.answerAll(desk, command, actor);
      case 'comment': {
        const quote = command.anchored ? 'Rest and care' : 'words that stand nowhere';
        const remark = { part: 'head', quote, body: 'Please look at this again.', blocking: command.blocking };
        return desk.comment(this.id(command.review), remark, actor);
      }
      case 'answerComment':
        return desk.answerComment(this.id(command.comment), 'It was looked at.', anyVersion, actor);
      case 'resolve':
        return desk.resolveComment(this.id(command.comment), anyVersion, actor);
    }
  }

  private async answerAll(
    desk: ReviewDesk,
    { review, items, answer }: Extract<Command, { do: 'answer' }>,
    actor: Actor,
  ): Promise<void> {
    const answered = await Promise.allSettled(
      items.map((item) => desk.answer(this.id(review), item, answer, 'So it is.', actor)),
    );
    const refused = answered.find((each) => each.status === 'rejected');
    if (refused) throw refused.reason;
  }

  private async changeRole({ person, role, grant }: Extract<Command, { do: 'role' }>, world: World): Promise<void> {
    const [roles, admin, { accountId }] = [
      this.service.get(Roles),
      this.actor(world, 'Ada'),
      this.actor(world, person),
    ];
    const held = await this.service.database.first<{ id: string }>(
      'select id from account_role where account_id = $1 and role = $2 and revoked_at is null',
      [accountId, role],
    );
    if (grant && !held) await roles.grant(admin, accountId, { role });
    if (!grant && held) await roles.revoke(admin, accountId, held.id);
  }

  private async changeLicense(
    { person, standing, inDays }: Extract<Command, { do: 'license' }>,
    world: World,
  ): Promise<void> {
    const id = this.cast.licenses[person];
    if (!id) return;
    const until = inDays === null ? {} : { expiresOn: addDays(civil(world.now), inDays) };
    const { accountId } = this.actor(world, person);
    const found = { standing, evidence: 'Read in the register.', ...until };
    await this.service.get(Credentials).addStanding(this.actor(world, 'Ada'), accountId, id, found);
  }

  /** Somebody as they come to the service now: with the roles they hold now, and their password shown when they say. */
  private actor(world: World, name: string, { auth }: Input = {}): Actor {
    const actor = this.cast.actors[name];
    const person = world.people[name];
    if (!actor || !person) throw new Error(`Nobody is called ${name}.`);
    const roles = new Set(person.roles);
    const shownAt = new Date(world.now - (auth === 'stale' ? 5 * minute : 0));
    return {
      ...actor,
      roles,
      leadOf: roles.has('lead') ? 'all' : [],
      via: auth === 'token' ? 'token' : 'session',
      reauthenticatedAt: shownAt,
      method: auth === 'token' ? 'token' : 'password',
    };
  }

  private id(name: string): string {
    const id = this.ids.get(name);
    if (id === undefined) throw new Unknown(`Nothing real is called ${name}.`);
    return id;
  }
}

function outcomeOf(answer: Done | Error | undefined): unknown {
  return answer instanceof Error ? [answer.name, answer.message] : answer;
}

/** Exchanges the whole text of a part for another. */
function replacement(replace: NonNullable<Input['replace']>): { part: string; find: string; replace: string } {
  if (replace === 'nowhere') return { part: 'lead', find: 'words that stand nowhere', replace: 'others' };
  const [was, words] = [realPart(replace.part, replace.was), realPart(replace.part, replace.words)];
  return { part: replace.part, find: textIn(was), replace: textIn(words) };
}

/** The text inside a part. */
function textIn(value: unknown): string {
  const { markdown, entries } = value as { markdown?: string; entries?: { answer: string }[] };
  return markdown ?? entries?.[0]?.answer ?? '';
}
