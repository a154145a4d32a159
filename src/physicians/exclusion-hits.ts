import type { Tx } from '../platform/database.js';
import { foldToOneWord } from './fold.js';

/** Whom to look for in the list. A reviewer may have no NPI; hardly anybody is asked for a year of birth. */
export interface ExcludablePerson {
  npi: string | null;
  givenName: string;
  familyName: string;
  /** Two letters. */
  state: string;
  birthYear?: number | null;
  /** Slug of one of our specialties. */
  specialty: string;
}

/** A load that replaced the list: what evidence names. */
export interface AcceptedList {
  loadId: number;
  source: string;
  sha256: string;
  rows: number;
  lastModified: Date | null;
  loadedAt: Date;
}

/** A row that names a person: by NPI, or by both names with something that agrees. */
export interface ExclusionMatch {
  /** A match that was cleared stays cleared while the row keeps this. */
  rowHash: string;
  by: 'npi' | 'name';
  stateAgrees: boolean;
  birthYearAgrees: boolean;
  specialtyAgrees: boolean;
  npi: string | null;
  lastName: string | null;
  firstName: string | null;
  middleName: string | null;
  businessName: string | null;
  state: string | null;
  birthYear: number | null;
  general: string | null;
  specialty: string | null;
  exclusionType: string;
  excludedOn: string;
  reinstatedOn: string | null;
}

/** A match of one of many persons. */
export interface ExclusionHit extends ExclusionMatch {
  personId: string;
}

// The register writes a specialty in its own words; what must not happen is that one is overlooked.
const listedSpecialties: Record<string, string> = {
  dermatology: 'DERM',
  'plastic-surgery': 'PLASTIC|COSMETIC',
  'facial-plastic': String.raw`OTOLARYNG|OTORHINO|\mEAR\M|\mENT\M|FACIAL|PLASTIC|COSMETIC`,
  oculoplastic: 'OPHTHAL|OPTHAL|OCULO|EYE|PLASTIC',
  endocrinology: 'ENDOCRIN|INTERNAL',
  gynecology: 'GYN|OBST',
  'general-surgery': 'SURG',
  'primary-care': 'FAMILY|GENERAL PRACT|INTERNAL|PRIMARY|PEDIATR',
};

/** A specialty of the publisher's own is looked for by its name. */
function listedSpecialty(slug: string): string {
  return listedSpecialties[slug] ?? slug.toUpperCase().replace(/[^A-Z0-9]+/g, ' ');
}

const listColumns = `id as "loadId", source, sha256, rows, last_modified as "lastModified", loaded_at as "loadedAt"`;
const standing = `select ${listColumns} from exclusion_load where status = 'accepted' order by id desc limit 1`;

/** The list that stands; undefined before the first load. */
export function acceptedList(tx: Pick<Tx, 'first'>): Promise<AcceptedList | undefined> {
  return tx.first<AcceptedList>(standing);
}

// One statement, so that the list named is the list asked. Two joins rather than one with "or": each is hashed, however many persons.
const hits = `
  with list as (${standing}), person as materialized (
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::integer[], $7::text[])
      as p (id, npi, last_name, first_name, state, birth_year, specialty)
  ), hit as (
    select p.id as person_id, 'npi' as by, p.state as own_state, p.birth_year as own_birth_year, p.specialty as own_specialty, e.*
      from person p join exclusion e on e.npi = p.npi
    union all
    select p.id, 'name', p.state, p.birth_year, p.specialty, e.*
      from person p join exclusion e on e.last_name_folded = p.last_name and e.first_name_folded = p.first_name
     where e.npi is distinct from p.npi
       and (e.state = p.state or e.birth_year = p.birth_year or e.specialty ~* p.specialty)
  )
  select l.*, case when h.row_hash is not null then jsonb_build_object(
           'personId', h.person_id, 'rowHash', h.row_hash, 'by', h.by,
           'stateAgrees', coalesce(h.state = h.own_state, false),
           'birthYearAgrees', coalesce(h.birth_year = h.own_birth_year, false),
           'specialtyAgrees', coalesce(h.specialty ~* h.own_specialty, false),
           'npi', h.npi, 'lastName', h.last_name, 'firstName', h.first_name, 'middleName', h.middle_name,
           'businessName', h.business_name, 'state', h.state, 'birthYear', h.birth_year, 'general', h.general,
           'specialty', h.specialty, 'exclusionType', h.exclusion_type, 'excludedOn', h.excluded_on, 'reinstatedOn', h.reinstated_on) end as hit
    from list l left join hit h on true order by h.person_id, h.by desc, h.row_hash`;

type HitRow = AcceptedList & { hit: ExclusionHit | null };

/** Every match of these persons, in one statement, and the list it was looked for in: none before the first load. */
export async function exclusionHits(
  tx: Pick<Tx, 'rows'>,
  persons: readonly (ExcludablePerson & { id: string })[],
): Promise<{ list: AcceptedList | undefined; hits: ExclusionHit[] }> {
  const rows = await tx.rows<HitRow>(hits, [
    persons.map(({ id }) => id),
    persons.map(({ npi }) => npi),
    persons.map(({ familyName }) => foldToOneWord(familyName) || null),
    persons.map(({ givenName }) => foldToOneWord(givenName) || null),
    persons.map(({ state }) => state),
    persons.map(({ birthYear }) => birthYear ?? null),
    persons.map(({ specialty }) => listedSpecialty(specialty)),
  ]);
  const [first] = rows;
  if (!first) return { list: undefined, hits: [] };
  const { hit: _, ...list } = first;
  return { list, hits: rows.flatMap(({ hit }) => hit ?? []) };
}
