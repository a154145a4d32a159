import {
  applyReplacements,
  contentHash,
  dictionaryFor,
  lint,
  minorChangeObjections,
  readDraft,
  readVersion,
  type Guides,
} from '../guides/index.js';
import type { Tx } from '../platform/database.js';
import { publicAddress } from './public-address.js';
import { correctionFacts, earlierFacts, noticeFacts } from './correction-facts.js';
import { carryOverFacts, proposedTextFacts } from './carry-over.js';
import type { Facts } from './facts.js';
import { newLintErrors } from './new-lint-errors.js';
import { mergeOntoLive } from './rebase.js';

type Completion = (tx: Tx, guides: Guides, facts: Facts) => Promise<Partial<Facts>>;

/** Facts that cost more than a row are loaded only for the transition that asks for them. */
const completions: Record<string, Completion> = {
  'revision.submit': async (tx, guides, facts) => {
    if (!facts.revision) return {};
    const { content } = await readDraft(tx, facts.revision.id);
    const findings = lint(content).filter((finding) => finding.severity === 'error');
    return {
      lintErrors: [...findings.map((f) => `${f.rule}: ${f.message}`), ...(await guides.headProblems(tx, content.head))],
    };
  },
  'revision.approveWithChanges': replacementFacts,
  'review.keepWithChanges': replacementFacts,
  'revision.proposeMinor': async (tx, _guides, facts) => {
    if (!facts.revision || !facts.guide.liveVersionId || facts.revision.kind !== 'minor') return {};
    const signed = await lastSignedVersion(tx, facts.guide.liveVersionId);
    const { content } = await readDraft(tx, facts.revision.id);
    const live = await readVersion(tx, facts.guide.liveVersionId);
    const unchanged = live.hash === contentHash(content);
    const signedText = (await readVersion(tx, signed)).content;
    const objections = [
      ...minorChangeObjections(signedText, content, await dictionaryFor(facts.guide.language)),
      ...newLintErrors(live.content, content),
    ];
    return { minorObjections: unchanged ? ['Nothing was changed.'] : objections };
  },
  'revision.rebase': async (tx, _guides, facts) => {
    if (!facts.revision || facts.revision.baseCurrent) return {};
    const { conflicts } = await mergeOntoLive(tx, facts.revision, facts.guide, {});
    const chosen = new Map(Object.entries(facts.input.resolutions ?? {}));
    const unresolved = conflicts.map(({ part }) => part).filter((part) => !chosen.has(part));
    return {
      replacementProblems:
        unresolved.length > 0 ? [`Both sides changed ${unresolved.join(', ')}: choose “mine” or “live” for each.`] : [],
    };
  },
  'guide.rename': async (tx, guides, { input, guide }) => {
    if (!input.slug) return { slugProblems: ['Name the new slug.'] };
    if (input.slug === guide.slug) return { slugProblems: ['It has that slug already.'] };
    return { slugProblems: await guides.slugProblems(tx, input.slug, guide.id) };
  },
  'guide.proposeCarryOver': carryOverFacts,
  'guide.carryOver': proposedTextFacts,
  'guide.proposeWithdrawal': successorFacts,
  'guide.proposeTakeDown': (_tx, _guides, { input }) =>
    Promise.resolve({ address: publicAddress(input.authority) ?? null }),
  'guide.notice': (_tx, _guides, { input }) => Promise.resolve({ address: publicAddress(input.sourceUrl) ?? null }),
  'guide.archive': successorFacts,
  'guide.correctUrgently': correctionFacts,
  'guide.endNotice': noticeFacts,
  'guide.proposeRevert': (tx, _guides, facts) => earlierFacts(tx, facts, facts.input.versionId),
  'guide.revert': (tx, _guides, facts) =>
    earlierFacts(tx, facts, facts.proposal?.body['versionId'] as string | undefined),
  'review.retire': successorFacts,
};

/** Readers are sent on only to another page that they can read. */
async function successorFacts(tx: Tx, _guides: Guides, { input, guide }: Facts): Promise<Partial<Facts>> {
  if (!input.successorId) return {};
  if (input.successorId === guide.id) return { successorProblem: 'A guide does not succeed itself.' };
  const successor = await tx.first<{ status: string }>('select status from guide where id = $1', [input.successorId]);
  return successor?.status === 'live' ? {} : { successorProblem: 'Name a live guide as the successor.' };
}

async function replacementFacts(tx: Tx, _guides: Guides, facts: Facts): Promise<Partial<Facts>> {
  if (!facts.review || !facts.input.replacements) return {};
  const judged = await readVersion(tx, facts.review.versionId);
  const result = applyReplacements(judged.content, facts.input.replacements);
  return {
    replacementProblems: 'problems' in result ? result.problems : newLintErrors(judged.content, result.content),
  };
}

/**
 * The last text a reviewer signed, or the carried-over one, beneath minor changes and corrections that nobody has signed: minors are
 * measured against it, never against live.
 */
async function lastSignedVersion(tx: Tx, liveVersionId: string): Promise<string> {
  const { id } = await tx.one<{ id: string }>(
    `with recursive back(id, kind, base, depth) as (
       select id, kind, base_version_id, 0 from version where id = $1
       union all
       select v.id, v.kind, v.base_version_id, b.depth + 1 from back b join version v on v.id = b.base
        where b.kind in ('minor', 'reapplied') or (b.kind = 'correction' and not exists (select 1 from sign_off s where s.version_id = b.id))
     ) select id from back order by depth desc limit 1`,
    [liveVersionId],
  );
  return id;
}

/** Adds what this transition's guards look at beyond the common facts. */
export async function completeFacts(tx: Tx, guides: Guides, noun: string, name: string, facts: Facts): Promise<Facts> {
  const complete = completions[`${noun}.${name}`];
  return complete ? { ...facts, ...(await complete(tx, guides, facts)) } : facts;
}
