import { civilDate } from '../platform/civil-date.js';
import type { Tx } from '../platform/database.js';
import {
  primarySource,
  renderApplyPage,
  renderConfirmPage,
  renderFormerMemberPage,
  renderNotFoundPage,
  renderPhysicianPage,
  renderStatusPage,
  specialtyPath,
  stateName,
  type PhysicianView,
  type PublisherView,
} from '../site/index.js';
import { stored } from './guide-answer.js';
import type { PageAnswer } from './page-row.js';
import { reviewedByMember } from './reviewer-answers.js';

interface ProfileRow {
  path: string;
  name: string;
  credentials: string;
  specialtySlug: string;
  specialty: string;
  practitioner: string;
  schemaOrg: string | null;
  practiceName: string;
  practiceSite: string;
  memberSince: string;
  certifyingBoard: string;
  biography: string;
  registryReadAt: Date | null;
}

// Read again: after the day on which the membership was decided, and answered.
const profile = `
  select '/physicians/' || p.slug as path, p.given_name || ' ' || p.family_name as name, p.post_nominals as credentials,
         s.slug as "specialtySlug", s.name as specialty,
         s.practitioner, s.schema_org as "schemaOrg", p.practice_name as "practiceName", p.practice_site as "practiceSite",
         p.member_since as "memberSince", p.biography,
         coalesce((select b.authority from member_certification b
                    where b.physician_id = p.id and b.standing = 'verified' and (b.expires_on is null or b.expires_on >= $3)), '') as "certifyingBoard",
         (select max(r.at) from monitoring_reading r where r.physician_id = p.id and r.source = 'registry' and r.outcome <> 'error'
             and civil_date(r.at, $2) > p.decided_on) as "registryReadAt"
    from physician p join specialty s on s.slug = p.specialty where p.id = $1 and member_is_shown(p.status)`;

interface LicenseRow {
  region: string;
  authority: string;
  verifiedAt: Date;
  source: string;
}

const licenses = `
  select region, authority, verified_at as "verifiedAt", source from member_license
   where physician_id = $1 and license_holds(standing, expires_on, $2)`;

/** A member's profile. Nobody hidden has one, and nothing says why; whoever left or was let go is gone for good. */
export async function physicianAnswer(
  tx: Tx,
  id: string,
  publisher: PublisherView,
  today: string,
): Promise<PageAnswer> {
  const row = await tx.first<ProfileRow>(profile, [id, publisher.timeZone, today]);
  if (!row) {
    const former = await tx.first(`select 1 from physician where id = $1 and status = 'terminated'`, [id]);
    return stored(former ? renderFormerMemberPage({ publisher }) : renderNotFoundPage({ publisher }));
  }
  const held = await tx.rows<LicenseRow>(licenses, [id, today]);
  const reviewed = await reviewedByMember(tx, id);
  return stored(renderPhysicianPage({ ...profileView(row, held, publisher), ...(reviewed ? { reviewed } : {}) }));
}

function profileView(row: ProfileRow, held: LicenseRow[], publisher: PublisherView): PhysicianView {
  const { practiceName, practiceSite, schemaOrg, certifyingBoard, biography, specialtySlug, registryReadAt, ...facts } =
    row;
  return {
    publisher,
    ...facts,
    listPath: specialtyPath(specialtySlug),
    licenses: licenseViews(held, publisher),
    ...(registryReadAt ? { registryReadOn: civilDate(registryReadAt, publisher.timeZone) } : {}),
    ...(schemaOrg ? { schemaOrgSpecialty: schemaOrg } : {}),
    ...(practiceName ? { practice: { name: practiceName, ...(practiceSite ? { site: practiceSite } : {}) } } : {}),
    ...(certifyingBoard ? { certifyingBoard } : {}),
    ...(biography ? { biography } : {}),
    paid: publisher.membersPay ?? true,
  };
}

/** One a state, the one looked up last; states in alphabetical order. */
function licenseViews(held: LicenseRow[], { timeZone }: PublisherView): PhysicianView['licenses'] {
  const views = new Map<string, PhysicianView['licenses'][number]>();
  for (const { region, authority, verifiedAt, source } of [...held].sort((a, b) => +a.verifiedAt - +b.verifiedAt)) {
    const state = stateName(region);
    views.set(state, { state, verifiedOn: civilDate(verifiedAt, timeZone), source: primarySource(source, authority) });
  }
  return [...views.values()].sort((a, b) => (a.state < b.state ? -1 : 1));
}

/** The pages that applicants meet: the same bytes for everybody. */
export async function applyAnswer(tx: Tx, path: string, publisher: PublisherView): Promise<PageAnswer> {
  if (path === '/apply/confirm') return stored(renderConfirmPage({ publisher }));
  if (path === '/apply/status') return stored(renderStatusPage({ publisher }));
  const specialties = await tx.rows<{ slug: string; name: string; practitioner: string }>(
    'select slug, name, practitioner from specialty order by name',
  );
  return stored(renderApplyPage({ publisher, specialties }));
}
