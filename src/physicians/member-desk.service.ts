import { Injectable } from '@nestjs/common';
import { heldReason } from '../audit/index.js';
import { Secrets } from '../identity/index.js';
import { civilDate } from '../platform/civil-date.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Invalid, Missing, Refused } from '../platform/errors.js';
import { OutboxRelay } from '../platform/outbox-relay.js';
import { Applications } from './applications.service.js';
import type { Declared } from './check.js';
import { changedFields, declaredColumns, formProblems } from './declared.js';
import { forgetFile } from './forgetting.js';
import { openMemberFile } from './open-member-file.js';
import { Memberships, type PossibleForMember } from './memberships.service.js';
import { ownFile, type OwnFile } from './own-file.js';
import { ownedMembership, ownMembership, type OwnMembership } from './own-membership.js';

/** A membership as the member sees it. Findings are not shown: they may be wrong, and are told once they are settled. */
export interface MemberView {
  status: string;
  memberSince: string;
  /** Civil date by which the membership is to be renewed. */
  renewBy: string;
  licensedUntil: string | null;
  /** Null while nobody sees it. */
  profilePath: string | null;
  transitions: PossibleForMember[];
}

/** What members and applicants do with what is held about them: changing it, pausing, leaving, taking a copy, having it deleted. */
@Injectable()
export class MemberDesk {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly secrets: Secrets,
    private readonly applications: Applications,
    private readonly memberships: Memberships,
    private readonly relay: OutboxRelay,
  ) {}

  /** The membership that an application's owner has now. Throws {@link Missing}. */
  async view(applicationId: string): Promise<MemberView> {
    const id = await this.memberOf(applicationId);
    const row = await this.database.one<Omit<MemberView, 'transitions'>>(
      `select p.status, p.member_since as "memberSince", recredential_by(p.decided_on) as "renewBy", m.licensed_until as "licensedUntil",
              case when member_is_shown(p.status) then '/physicians/' || p.slug end as "profilePath"
         from physician p left join monitored_member m on m.id = p.id where p.id = $1`,
      [id],
    );
    return { ...row, transitions: await this.memberships.possible(id, null) };
  }

  /** Pauses, resumes or leaves. Throws as the transition does. */
  async act(applicationId: string, name: string, requestId: string): Promise<void> {
    const id = await this.memberOf(applicationId);
    await this.memberships.perform({ id, name, input: {}, actor: null, by: 'member', requestId });
  }

  /** Asks for a change of name, practice, license or degree: a file of its own, with the checks that read what changes. Answers its id. */
  async change(
    applicationId: string,
    { words, fields }: { words: string; fields: Partial<Declared> },
    requestId: string,
  ): Promise<string> {
    const memberId = await this.memberOf(applicationId);
    const now = this.clock.now();
    const today = civilDate(now, this.config.publisher.timeZone);
    const id = await this.database.transaction(async (tx) => {
      const { status } = await tx.one<{ status: string }>(
        'select status from physician where id = $1 for no key update',
        [memberId],
      );
      if (status === 'terminated') throw new Refused([{ code: 'member', message: 'The membership has ended.' }]);
      const { declared } = await tx.one<{ declared: Declared }>(
        `select ${declaredColumns} as declared from application a
          where a.physician_id = $1 and a.status = 'approved' order by a.decided_at desc limit 1`,
        [memberId],
      );
      const moved = changedFields(declared, fields);
      if (moved.length === 0) throw Invalid.of('fields', 'Nothing differs from what we hold.');
      const problems = formProblems({ ...declared, ...fields });
      const specialty = fields.specialty ?? declared.specialty;
      if (!(await tx.first('select 1 from specialty where slug = $1', [specialty])))
        problems.push({ code: 'specialty', message: 'Choose one of the specialties on the form.' });
      if (problems.length > 0) throw new Invalid(problems);
      const changing = Object.fromEntries(moved.map((field) => [field, fields[field]])) as Partial<Declared>;
      return openMemberFile(tx, memberId, { kind: 'change', fields: changing, words, requestId }, { now, today });
    });
    this.relay.wakeAfter('application.change-requested');
    return id;
  }

  /** All that is held about whoever owns this application, in one document. */
  export(applicationId: string): Promise<{ files: OwnFile[]; membership: OwnMembership | null }> {
    return this.database.snapshot(async (tx) => ({
      files: await ownFile(tx, applicationId),
      membership: await ownMembership(tx, applicationId),
    }));
  }

  /**
   * Deletes what may be deleted now: an open file is withdrawn first. What the law of evidence keeps (a declined file for three years, an
   * approved one for seven after the membership) is said, with the day on which it goes. Throws {@link Refused} for a member, whatever
   * else of theirs is open: they leave first; and while a legal hold is on the file.
   */
  async erase(applicationId: string, requestId: string): Promise<{ deleted: boolean; keptUntil: string | null }> {
    const { status, member, keptUntil } = await this.database.one<Erasable>(erasable, [applicationId]);
    if (member)
      throw new Refused([
        { code: 'member', message: 'Leave the network first; then what is kept goes after seven years.' },
      ]);
    await this.database.transaction(async (tx) => {
      const held = await heldReason(tx, 'application', applicationId);
      if (held) throw new Refused([held]);
    });
    if (status === 'approved' || status === 'declined') return { deleted: false, keptUntil };
    if (!['withdrawn', 'expired'].includes(status))
      await this.applications.perform({ id: applicationId, name: 'withdraw', actor: null, by: 'applicant', requestId });
    await this.database.transaction((tx) => forgetFile(tx, applicationId, this.secrets, this.clock.now()));
    return { deleted: true, keptUntil };
  }

  private async memberOf(applicationId: string): Promise<string> {
    const row = await this.database.first<{ id: string }>(ownedMembership, [applicationId]);
    if (!row) throw new Missing('membership');
    return row.id;
  }
}

interface Erasable {
  status: string;
  /** They are a member now. */
  member: boolean;
  /** Civil date until which the rest is kept; null where nothing is. */
  keptUntil: string | null;
}

const erasable = `
  select a.status, coalesce(p.status <> 'terminated', false) as member,
         case when a.status = 'declined' then (a.decided_on + interval '3 years')::date
              else (select (e.at + interval '7 years')::date from event e where e.subject_kind = 'physician' and e.subject_id = p.id
                     and e.name in ('physician.left', 'physician.terminated') order by e.id desc limit 1) end as "keptUntil"
    from application a left join physician p on p.id = coalesce(a.physician_id, a.member_id) where a.id = $1`;
