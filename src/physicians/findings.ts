import type { Tx } from '../platform/database.js';
import type { Finding } from './finding.js';
import type { Moment } from './load-membership.js';
import type { MembershipStatus, SuspensionCause } from './membership-facts.js';
import { moveMembership } from './move-membership.js';

/** Why nothing was read: it passes by itself, and then so does the suspension. */
export const silences = ['registry-silent', 'exclusions-silent'] as const;

export type Raised = 'suspended' | 'flagged' | null;

/**
 * Keeps what is new of these findings and acts on the gravest: the clock suspends or asks for attention, in one transaction with the
 * finding. What was seen before, settled or not, changes nothing.
 */
export async function raiseFindings(
  tx: Tx,
  memberId: string,
  findings: readonly Finding[],
  moment: Moment,
): Promise<Raised> {
  const member = await tx.first<{ status: MembershipStatus; suspension: SuspensionCause | null }>(
    `select status, suspension from physician where id = $1 and status <> 'terminated' for no key update`,
    [memberId],
  );
  if (!member) return null;
  const fresh: Finding[] = [];
  for (const finding of findings) if (await keep(tx, memberId, finding, moment)) fresh.push(finding);
  const reason = fresh.flatMap(({ reasons }) => reasons).join('\n');
  const cause = causeOf(fresh);
  const command = { id: memberId, actor: null, by: 'clock' as const, requestId: null };
  if (cause && mayBeSuspended(member, cause)) {
    await moveMembership(tx, { ...command, name: 'suspend', input: { reason, cause } }, moment);
    return 'suspended';
  }
  if (fresh.length === 0 || !['active', 'recredential-due', 'recredentialing'].includes(member.status)) return null;
  await moveMembership(tx, { ...command, name: 'flag', input: { reason } }, moment);
  return 'flagged';
}

function causeOf(findings: readonly Finding[]): 'provisional' | 'administrative' | null {
  const severities = findings.map(({ severity }) => severity);
  if (severities.includes('provisional')) return 'provisional';
  return severities.includes('administrative') ? 'administrative' : null;
}

function mayBeSuspended(
  { status, suspension }: { status: MembershipStatus; suspension: SuspensionCause | null },
  cause: 'provisional' | 'administrative',
): boolean {
  if (status !== 'suspended') return true;
  // A further finding while people settle one: what was proposed did not know of it.
  return cause === 'provisional' && suspension !== 'adverse';
}

async function keep(tx: Tx, memberId: string, { kind, key, severity, reasons }: Finding, { now }: Moment) {
  const kept = await tx.run(
    `insert into physician_finding (physician_id, kind, key, severity, reasons, raised_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (physician_id, kind, key) where lapsed_at is null do nothing`,
    [memberId, kind, key, severity, reasons, now],
  );
  return kept === 1;
}

/** What a source shows no more: raised anew when it is seen again. Settled by people it stays; a silence that is over is settled too. */
export async function lapseFindings(
  tx: Tx,
  memberId: string,
  kinds: readonly Finding['kind'][],
  stillSeen: readonly Finding[],
  { now }: Moment,
): Promise<void> {
  await tx.run(
    `update physician_finding set lapsed_at = $2
      where physician_id = $1 and kind = any ($3) and lapsed_at is null and (settled_at is not null or kind = any ($5))
        and not (kind || ' ' || key = any ($4))`,
    [memberId, now, kinds, stillSeen.map(({ kind, key }) => `${kind} ${key}`), silences],
  );
}
