import { moveGuide, type Act, type Outcome } from './act.js';
import type { GuideStatus } from './facts.js';
import { propose, settleProposal } from './proposals.js';
import { standDown, stays } from './publish-steps.js';

async function proposed(act: Act, name: 'takeDown' | 'lift', body: Record<string, unknown>): Promise<Outcome> {
  const { id: proposalId, hash } = await propose(act, name, body);
  return { moves: [stays(act)], payload: { proposalId, hash }, created: { proposalId, hash } };
}

/** Who demands it is bound by the hash that the second person names. */
export function proposeTakeDown(act: Act): Promise<Outcome> {
  return proposed(act, 'takeDown', { authority: act.facts.address });
}

/** No publication: nothing is published or printed anew, and lifting goes back to what the last one printed. */
export async function takeDown(act: Act, to: GuideStatus): Promise<Outcome> {
  const { facts } = act;
  const { id: proposalId, hash, body } = facts.proposal ?? {};
  await settleProposal(act, 'confirmed');
  const rest = await standDown(act, 'taken-down');
  const guide = await moveGuide(act, to, {
    status_before: facts.guide.status,
    blocked_for: body?.['authority'],
    taken_down_at: facts.now,
  });
  return { moves: [guide, ...rest], payload: { proposalId: proposalId ?? null, hash: hash ?? null } };
}

export function proposeLift(act: Act): Promise<Outcome> {
  return proposed(act, 'lift', {});
}

export async function lift(act: Act, to: GuideStatus): Promise<Outcome> {
  const { id: proposalId, hash } = act.facts.proposal ?? {};
  await settleProposal(act, 'confirmed');
  const guide = await moveGuide(act, to, { status_before: null, blocked_for: null, taken_down_at: null });
  return { moves: [guide], payload: { proposalId: proposalId ?? null, hash: hash ?? null } };
}
