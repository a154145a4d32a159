import type { Tx } from '../platform/database.js';
import {
  renderNotFoundPage,
  renderSpecialtyPage,
  stateName,
  type ListedMember,
  type PublisherView,
  type SpecialtyView,
} from '../site/index.js';
import { stored } from './guide-answer.js';
import type { PageAnswer } from './page-row.js';
import { reviewedInSpecialty } from './reviewer-answers.js';

/** A shown member of the specialty with the states of the licenses that hold. */
export interface MemberRow {
  slug: string;
  givenName: string;
  familyName: string;
  credentials: string;
  practice: string;
  /** At least one. */
  regions: string[];
}

const members = `
  select p.slug, p.given_name as "givenName", p.family_name as "familyName", p.post_nominals as credentials, p.practice_name as practice,
         array_agg(l.region order by l.region) as regions
    from physician p join member_license l on l.physician_id = p.id and license_holds(l.standing, l.expires_on, $2)
   where p.specialty = $1 and member_is_shown(p.status) group by p.id order by p.slug`;

/** The list of a specialty: its shown members under each state in which they are licensed today. */
export async function specialtyAnswer(
  tx: Tx,
  slug: string,
  publisher: PublisherView,
  today: string,
): Promise<PageAnswer> {
  const specialty = await tx.first<{ name: string; practitioner: string }>(
    'select name, practitioner from specialty where slug = $1',
    [slug],
  );
  if (!specialty) return stored(renderNotFoundPage({ publisher }));
  const { name, practitioner } = specialty;
  const states = byState(await tx.rows<MemberRow>(members, [slug, today]));
  const paid = publisher.membersPay ?? true;
  const reviewed = await reviewedInSpecialty(tx, slug);
  return stored(renderSpecialtyPage({ publisher, specialty: { slug, name }, practitioner, paid, states, reviewed }));
}

/** The alphabet of every machine: a page must not move with the locale of its host. */
const alphabet = new Intl.Collator('en');

/** States in alphabetical order, in each its members by family name, given name and address. */
export function byState(rows: readonly MemberRow[]): SpecialtyView['states'] {
  const states = new Map<string, ListedMember[]>();
  for (const row of [...rows].sort(byName)) {
    const licenseStates = [...new Set(row.regions.map(stateName))].sort(alphabet.compare);
    for (const state of licenseStates) {
      const listed = states.get(state) ?? [];
      listed.push(listedMember(row, licenseStates));
      states.set(state, listed);
    }
  }
  return [...states]
    .map(([name, listed]) => ({ name, members: listed }))
    .sort((one, other) => alphabet.compare(one.name, other.name));
}

function byName(one: MemberRow, other: MemberRow): number {
  return (
    alphabet.compare(one.familyName, other.familyName) ||
    alphabet.compare(one.givenName, other.givenName) ||
    (one.slug < other.slug ? -1 : 1)
  );
}

function listedMember(row: MemberRow, licenseStates: string[]): ListedMember {
  const { slug, givenName, familyName, credentials, practice } = row;
  return {
    path: `/physicians/${slug}`,
    name: `${givenName} ${familyName}`,
    credentials,
    licenseStates,
    ...(practice ? { practice } : {}),
  };
}
