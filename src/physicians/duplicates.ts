import type { Tx } from '../platform/database.js';
import type { CheckFinding } from './check.js';
import type { Checkable } from './checking.service.js';
import type { FraudFacts } from './fraud-signs.js';
import type { NppesRecord } from './nppes-answer.js';
import { isOpenFile } from './open-file.js';

/** Who else says the same of themselves. */
export interface Duplicates {
  /** An active member has the number. */
  member: boolean;
  /** Another confirmed, open application has it, and not merely to dispute that it is this one’s. */
  openFile: boolean;
  /** A later application disputes the number of this one. */
  contested: boolean;
  /** The address or the license is in another person's file. */
  addressOrLicense: boolean;
  /** Somebody with this number was a member before. */
  formerMember: boolean;
  /** This number was declined before. */
  declinedBefore: boolean;
  /** From the same network within a day before this one, itself included. */
  fromNetwork: number;
}

const query = `
  select exists (select 1 from physician p where p.npi = $2 and p.status <> 'terminated'
           and p.id is distinct from (select a.member_id from application a where a.id = $1)) as member,
         exists (select 1 from physician p where p.npi = $2 and p.status = 'terminated') as "formerMember",
         exists (select 1 from application o where o.npi = $2 and o.id <> $1 and o.confirmed_at is not null
           and ${isOpenFile('o')} and (not o.disputed or a.disputed)) as "openFile",
         exists (select 1 from application o where o.npi = $2 and o.id <> $1 and o.confirmed_at is not null
           and ${isOpenFile('o')} and o.disputed and not a.disputed) as contested,
         exists (select 1 from application o where o.id <> $1 and o.npi <> $2 and o.confirmed_at is not null
           and (o.email = $3 or (o.state = $4 and lower(o.license_number) = lower($5)))) as "addressOrLicense",
         exists (select 1 from application o where o.npi = $2 and o.id <> $1 and o.status = 'declined') as "declinedBefore",
         (select count(*)::integer from application o where o.network_hash = $6
           and o.submitted_at between $7::timestamptz - interval '24 hours' and $7) as "fromNetwork"
    from application a where a.id = $1`;

/** What other files and members have in common with this one. */
export function findDuplicates(
  tx: Pick<Tx, 'one'>,
  { id, declared, networkHash, submittedAt }: Checkable,
): Promise<Duplicates> {
  const { npi, email, state, licenseNumber } = declared;
  return tx.one<Duplicates>(query, [id, npi, email, state, licenseNumber, networkHash, submittedAt]);
}

/** V02. A member's or another open file's number fails: the dispute is for people. */
export function duplicateFacts({
  member,
  openFile,
  contested,
  addressOrLicense,
  formerMember,
  declinedBefore,
}: Duplicates): CheckFinding {
  const fails = [
    ...(member ? ['A member has this number.'] : []),
    ...(openFile ? ['Another open application has this number.'] : []),
  ];
  if (fails.length > 0) return { outcome: 'fail', reasons: fails };
  const reviews = [
    ...(contested ? ['A later application claims this number too: see which of the two is right.'] : []),
    ...(addressOrLicense ? ['Another application has the same address or license.'] : []),
    ...(formerMember ? ['Somebody with this number was a member before: see why that ended.'] : []),
    ...(declinedBefore ? ['An application with this number was declined before.'] : []),
  ];
  if (reviews.length > 0) return { outcome: 'review', reasons: reviews };
  return { outcome: 'pass', reasons: ['No other file or member has the number, the address or the license.'] };
}

/** What V15 adds up. */
export function fraudFacts(
  { declared, filledInSeconds }: Checkable,
  { member, openFile, addressOrLicense, fromNetwork }: Duplicates,
  record: NppesRecord | null,
  today: string,
): FraudFacts {
  return {
    today,
    record,
    email: declared.email,
    applicationsFromNetwork: fromNetwork,
    duplicate: openFile || addressOrLicense,
    alreadyActive: member,
    formSeconds: filledInSeconds,
  };
}
