import type { Tx } from '../platform/database.js';
import {
  renderApplyPage,
  renderConfirmPage,
  renderNotFoundPage,
  renderPhysicianPage,
  renderStatusPage,
  type PublisherView,
} from '../site/index.js';
import { stored } from './guide-answer.js';
import type { PageAnswer } from './page-row.js';

interface ProfileRow {
  path: string;
  name: string;
  credentials: string;
  specialty: string;
  practitioner: string;
  schemaOrg: string | null;
  licenses: { state: string; verifiedOn: string }[];
  practiceName: string;
  practiceSite: string;
  memberSince: string;
  certifyingBoard: string;
  biography: string;
}

const profile = `
  select '/physicians/' || p.slug as path, p.given_name || ' ' || p.family_name as name, p.post_nominals as credentials, s.name as specialty,
         s.practitioner, s.schema_org as "schemaOrg", p.practice_name as "practiceName", p.practice_site as "practiceSite",
         p.member_since as "memberSince", p.certification as "certifyingBoard", p.biography, jsonb_build_array(jsonb_build_object('state', p.state, 'verifiedOn', p.verified_on)) as licenses
    from physician p join specialty s on s.slug = p.specialty where p.id = $1 and member_is_shown(p.status)`;

/** A member's profile; nobody suspended or gone has one. */
export async function physicianAnswer(tx: Tx, id: string, publisher: PublisherView): Promise<PageAnswer> {
  const row = await tx.first<ProfileRow>(profile, [id]);
  if (!row) return stored(renderNotFoundPage({ publisher }));
  const { practiceName, practiceSite, schemaOrg, certifyingBoard, biography, ...facts } = row;
  return stored(
    renderPhysicianPage({
      publisher,
      ...facts,
      ...(schemaOrg ? { schemaOrgSpecialty: schemaOrg } : {}),
      ...(practiceName ? { practice: { name: practiceName, ...(practiceSite ? { site: practiceSite } : {}) } } : {}),
      ...(certifyingBoard ? { certifyingBoard } : {}),
      ...(biography ? { biography } : {}),
      paid: publisher.membersPay ?? true,
    }),
  );
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
