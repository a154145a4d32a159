import { Injectable } from '@nestjs/common';
import canonicalize from 'canonicalize';
import { v7 as uuidv7 } from 'uuid';
import type { SubjectKind } from '../events.js';
import { Clock } from '../platform/clock.js';
import { Database, type Tx } from '../platform/database.js';
import { Missing, Refused, type Reason } from '../platform/errors.js';
import { appendEvent, lockHead, sha256, type ChainHead } from '../platform/event-store.js';
import { heldReason } from './legal-holds.service.js';
import { redactionFactFor } from './redaction-facts.js';

/** Days after which a proposal that nobody confirmed lapses. */
const proposalDays = 7;

/** Who acts; the caller has made sure that it is an admin, in a session of their own. */
export interface Redactor {
  accountId: string;
  requestId: string;
}

export interface RedactionProposal {
  id: string;
  eventId: number;
  reason: string;
  /** What the second person names. */
  hash: string;
  proposedBy: string;
  proposedAt: Date;
  lapsesAt: Date;
}

interface Words {
  kind: SubjectKind;
  subjectId: string;
  digest: string | null;
  /** Whether the words are still there. */
  kept: boolean;
}

/**
 * Takes words out of the history: one admin proposes, another confirms. The digest stays in the chain, so that it still
 * verifies, and the redaction is a fact of its own on the same chain.
 */
@Injectable()
export class Redactions {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Proposals that wait for a second person, oldest first. */
  open(): Promise<RedactionProposal[]> {
    return this.database.rows<RedactionProposal>(
      `select ${columns} from proposal where name like 'redact:%' and settled_at is null and lapses_at > $1 order by proposed_at, id`,
      [this.clock.now()],
    );
  }

  /** Proposes to redact the words of one event. Throws {@link Missing} and {@link Refused} with all reasons. */
  async propose(actor: Redactor, eventId: number, reason: string): Promise<RedactionProposal> {
    return this.database.transaction(async (tx) => {
      const at = this.clock.now();
      const { words } = await lockWords(tx, eventId);
      const name = `redact:${eventId}`;
      await tx.run(`${lapse} and name = $2`, [at, name]);
      const reasons = await reasonsAgainst(tx, words);
      if (await openProposal(tx, name)) reasons.push({ code: 'once', message: 'It is proposed already.' });
      if (reasons.length > 0) throw new Refused(reasons);
      const body = { eventId, digest: words.digest, reason };
      return tx.one<RedactionProposal>(
        `insert into proposal (id, subject_kind, subject_id, name, body, hash, proposed_by, proposed_at, lapses_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8::timestamptz + make_interval(days => ${proposalDays})) returning ${columns}`,
        [uuidv7(), words.kind, words.subjectId, name, JSON.stringify(body), hashOf(name, body), actor.accountId, at],
      );
    });
  }

  /** Confirms what another proposed, by its hash, and redacts. Throws {@link Missing} and {@link Refused} with all reasons. */
  async confirm(actor: Redactor, eventId: number, hash: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const at = this.clock.now();
      const { words, head } = await lockWords(tx, eventId);
      const proposal = await openProposal(tx, `redact:${eventId}`);
      if (!proposal || proposal.lapsesAt <= at) {
        throw new Refused([{ code: 'proposal', message: 'Nobody has proposed this, or it has lapsed.' }]);
      }
      const reasons = await reasonsAgainst(tx, words);
      if (proposal.proposedBy === actor.accountId) {
        reasons.push({ code: 'another', message: 'Whoever proposed it may not confirm it: ask another admin.' });
      }
      if (proposal.hash !== hash) reasons.push({ code: 'hash', message: 'This is not the hash of what was proposed.' });
      if (reasons.length > 0) throw new Refused(reasons);
      await redact(tx, head, words, proposal, actor, at);
    });
  }
}

const columns = `id, (body ->> 'eventId')::bigint as "eventId", body ->> 'reason' as reason, hash, proposed_by as "proposedBy",
  proposed_at as "proposedAt", lapses_at as "lapsesAt"`;

const lapse = `update proposal set settled_at = $1, outcome = 'lapsed' where settled_at is null and lapses_at <= $1`;

function openProposal(tx: Tx, name: string): Promise<RedactionProposal | undefined> {
  return tx.first<RedactionProposal>(`select ${columns} from proposal where name = $1 and settled_at is null`, [name]);
}

/** Locks the subject of an event; whether its words are still there is read under that lock. */
async function lockWords(tx: Tx, eventId: number): Promise<{ words: Words; head: ChainHead }> {
  const event = await tx.first<{ kind: SubjectKind; subjectId: string }>(
    'select subject_kind as kind, subject_id as "subjectId" from event where id = $1',
    [eventId],
  );
  const head = event && (await lockHead(tx, event.kind, event.subjectId));
  if (!head) throw new Missing('event');
  const words = await tx.one<Words>(
    `select e.subject_kind as kind, e.subject_id as "subjectId", e.note_digest as digest, n.body is not null as kept
       from event e left join event_note n on n.event_id = e.id where e.id = $1`,
    [eventId],
  );
  return { words, head };
}

async function reasonsAgainst(tx: Tx, words: Words): Promise<Reason[]> {
  const held = await heldReason(tx, words.kind, words.subjectId);
  const reasons: Reason[] = held ? [held] : [];
  if (!redactionFactFor(words.kind)) {
    reasons.push({ code: 'subject', message: `The history of this ${words.kind} cannot hold a redaction.` });
  }
  if (words.digest === null) reasons.push({ code: 'words', message: 'This event has no words.' });
  else if (!words.kept) reasons.push({ code: 'words', message: 'Its words are redacted already.' });
  return reasons;
}

async function redact(
  tx: Tx,
  head: ChainHead,
  words: Words,
  proposal: RedactionProposal,
  actor: Redactor,
  at: Date,
): Promise<void> {
  const name = redactionFactFor(words.kind);
  if (!name) throw new Error('Checked before.');
  await tx.run(
    'update event_note set body = null, redacted_at = $2, redaction_reason = $3, redacted_by = $4 where event_id = $1',
    [proposal.eventId, at, proposal.reason, [proposal.proposedBy, actor.accountId]],
  );
  await tx.run(`update proposal set settled_at = $2, outcome = 'confirmed', settled_by = $3 where id = $1`, [
    proposal.id,
    at,
    actor.accountId,
  ]);
  await appendEvent(tx, head, {
    name,
    at,
    actorId: proposal.proposedBy,
    requestId: actor.requestId,
    note: proposal.reason,
    moves: [],
    payload: { eventId: proposal.eventId, digest: words.digest, secondPersonId: actor.accountId },
  });
}

function hashOf(name: string, body: Record<string, unknown>): string {
  return sha256(canonicalize({ name, body }) ?? '');
}
