import { v7 as uuid } from 'uuid';
import type { PayloadValue } from '../events.js';
import type { Actor } from '../identity/index.js';
import type { Tx } from '../platform/database.js';
import type { ApplicationStatus } from './application-facts.js';
import type { ApplicationTransition } from './application-lifecycle.js';
import type { LoadedApplication } from './load-application.js';
import { leaseUntil } from './lease.js';
import { carryIntoMembership, claimProfile, endRenewal } from './member-decisions.js';
import { serviceDaysOf } from './lanes.js';
import { activate } from './membership.js';
import { personalColumns } from './declared.js';
import { deleteDocuments } from './document-deletion.js';
import { clockStops, pauseClock, runClock } from './service-clock.js';

/** One transition of an application being carried out: decided, under its lock, inside the transaction. */
export interface ApplicationAct extends LoadedApplication {
  tx: Tx;
  /** Null when the applicant or the clock acts. */
  actor: Actor | null;
  requestId: string | null;
  today: string;
  timeZone: string;
}

export interface ApplicationOutcome {
  /** Columns to set besides the status. */
  set?: Record<string, unknown>;
  payload?: Record<string, PayloadValue>;
  created?: Record<string, string>;
  /** What happens in the same transaction once the file has moved. */
  after?: () => Promise<unknown>;
}

type Effect = (act: ApplicationAct, to: ApplicationStatus) => Promise<ApplicationOutcome> | ApplicationOutcome;

const noHolder = { holder_id: null, lease_until: null };

/** Nobody holds it any more. */
const handBack = ({ facts }: ApplicationAct): ApplicationOutcome => ({
  set: noHolder,
  payload: { holderId: facts.application.holderId },
});

async function claim({ tx, actor, today, timeZone }: ApplicationAct): Promise<ApplicationOutcome> {
  const holderId = person(actor).accountId;
  const until = await leaseUntil(tx, today, timeZone);
  return {
    set: { holder_id: holderId, lease_until: until },
    payload: { holderId, leaseUntil: until.toISOString() },
  };
}

/** The service level stops while the applicant is asked; what was used of it is kept. */
async function ask({ tx, facts, timeZone }: ApplicationAct): Promise<ApplicationOutcome> {
  const paused = await pauseClock(tx, facts.application.id, facts.now, timeZone);
  return { set: { ...noHolder, ...paused, asked: facts.input.message, asked_at: facts.now, answer: null } };
}

/** Another person decides, within a service level of its own. */
async function appeal({ tx, facts, timeZone }: ApplicationAct): Promise<ApplicationOutcome> {
  const { id, disputed, npiTaken, contested } = facts.application;
  const lane = disputed ? 'disputes' : 'high';
  const clock = await runClock(tx, { id, days: serviceDaysOf(lane, true), anew: true }, facts.now, timeZone);
  return {
    set: {
      ...clock,
      appealed_at: facts.now,
      queued_at: facts.now,
      disputed: disputed || npiTaken || contested,
      answer: facts.input.message,
      lane,
    },
  };
}

/** What was never confirmed is forgotten; a file that was confirmed keeps what it was about. */
async function expire(act: ApplicationAct): Promise<ApplicationOutcome> {
  const { facts } = act;
  await dropDocuments(act, 'all');
  return { set: facts.application.status === 'awaiting-email' ? forgotten : clockStops };
}

const forgotten = Object.fromEntries(personalColumns.map((column) => [column, '']));

/** Signs and makes, renews, changes or hands over the membership, in one transaction. */
async function admit(
  act: ApplicationAct,
  carryOut: (act: ApplicationAct) => Promise<string>,
): Promise<ApplicationOutcome> {
  const decisionId = await sign(act, 'approve');
  const physicianId = await carryOut(act);
  await dropDocuments(act, 'identity');
  return {
    set: { ...decided(act), physician_id: physicianId },
    payload: { decisionId, physicianId, lane: act.facts.application.lane },
    created: { decisionId, physicianId },
  };
}

async function decline(act: ApplicationAct): Promise<ApplicationOutcome> {
  const reason = act.facts.input.declineReason ?? 'policy-other';
  const decisionId = await sign(act, 'decline');
  await dropDocuments(act, 'identity');
  return {
    set: { ...decided(act), decline_reason: reason },
    payload: { decisionId, reason },
    created: { decisionId },
    after: () => endRenewal(act),
  };
}

/** Proof of identity has done its work at the decision; a file that ends without one keeps nothing (`domain.md`, amendment to C12). */
function dropDocuments(
  { tx, head, facts, actor, requestId }: ApplicationAct,
  which: 'identity' | 'all',
): Promise<void> {
  return deleteDocuments(tx, head, which, { at: facts.now, actorId: actor?.accountId ?? null, requestId });
}

const decided = ({ actor, facts, today }: ApplicationAct): Record<string, unknown> => ({
  ...noHolder,
  decided_by: person(actor).accountId,
  decided_at: facts.now,
  decided_on: today,
  ...clockStops,
});

/** The signed decision names the very results that it rests on. */
async function sign(act: ApplicationAct, verdict: 'approve' | 'decline'): Promise<string> {
  const { tx, facts } = act;
  const signer = person(act.actor);
  const id = uuid();
  await tx.run(
    `insert into application_decision (id, application_id, verdict, meaning, reason, note, signer_id, printed_name, evidence, signed_at, reauthenticated_at, auth_method)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      id,
      facts.application.id,
      verdict,
      verdict === 'approve' ? 'verified against primary sources' : 'declined after verification',
      verdict === 'decline' ? (facts.input.declineReason ?? null) : null,
      facts.input.message ?? '',
      signer.accountId,
      signer.name,
      facts.checks.map((check) => check.id),
      facts.now,
      signer.reauthenticatedAt,
      signer.method,
    ],
  );
  return id;
}

function person(actor: Actor | null): Actor {
  if (!actor) throw new Error('This transition needs a person.');
  return actor;
}

/** What each transition changes; `apply`, `confirm`, `route` and `answer` bring their columns with them (see `intake`, `checking`). */
export const applicationEffects: Record<
  Exclude<ApplicationTransition, 'apply' | 'renew' | 'change' | 'confirm' | 'finishChecks' | 'route' | 'answer'>,
  Effect
> = {
  claim,
  release: (act) => ({ ...handBack(act), payload: { holderId: act.facts.application.holderId, conflict: false } }),
  return: handBack,
  // The clock runs on: it is us that the file waits for.
  checkAgain: (act) => {
    const { set, payload = {} } = handBack(act);
    return { set: { ...set, checks_since: act.facts.now }, payload };
  },
  ask,
  expire,
  escalate: ({ actor }) => ({ set: { ...noHolder, escalated_by: person(actor).accountId } }),
  approve: (act) => admit(act, act.facts.application.memberId ? carryIntoMembership : activate),
  decline,
  handOver: (act) => admit(act, claimProfile),
  close: async (act) => {
    await dropDocuments(act, 'all');
    const { set, payload } = handBack(act);
    return { set: { ...set, ...clockStops }, payload: payload ?? {} };
  },
  appeal,
  withdraw: async (act) => {
    await dropDocuments(act, 'all');
    return { set: { ...noHolder, ...clockStops } };
  },
};
