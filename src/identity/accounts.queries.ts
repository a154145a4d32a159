import { Injectable } from '@nestjs/common';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Missing } from '../platform/errors.js';
import type { Role } from './actor.js';

/** An account as the API shows it. Nothing here lets anybody sign in. */
export interface AccountView {
  id: string;
  email: string;
  name: string;
  postNominals: string;
  languages: string[];
  roles: { id: string; role: Role; categoryId: string | null; grantedAt: string; expiresAt: string | null }[];
  /** Specialties in which this person may sign today. */
  specialties: string[];
  totp: boolean;
  awayFrom: string | null;
  awayUntil: string | null;
  reviewsPerWeek: number;
  /** States whose files this person may take as a verifier; none means all. */
  states: string[];
  /** No page names them as a reviewer, for their safety. */
  nameWithheld: boolean;
  disabledAt: Date | null;
  createdAt: Date;
  version: number;
}

export const accountSorts = ['name', 'created'] as const;

export interface AccountFilter {
  role?: Role | undefined;
  disabled?: boolean | undefined;
  sort: (typeof accountSorts)[number];
  /** Sort key and id of the last row seen. */
  after?: readonly unknown[] | undefined;
  /** Rows to read. */
  limit: number;
}

const sortColumns = { name: 'a.name', created: 'a.created_at' } as const;
const sortTypes = { name: 'text', created: 'timestamptz' } as const;

const columns = `
  a.id, a.email, a.name, a.post_nominals as "postNominals", a.languages, a.totp_confirmed_at is not null as totp,
  a.away_from as "awayFrom", a.away_until as "awayUntil", a.reviews_per_week as "reviewsPerWeek", a.states, a.name_withheld as "nameWithheld",
  a.disabled_at as "disabledAt", a.created_at as "createdAt", a.version,
  signing_specialties(a.id, $1::timestamptz, ($1::timestamptz at time zone $2)::date) as specialties,
  coalesce((select json_agg(json_build_object('id', r.id, 'role', r.role, 'categoryId', r.category_id,
              'grantedAt', r.granted_at, 'expiresAt', r.expires_at) order by r.granted_at, r.id)
     from account_role r where r.account_id = a.id and r.revoked_at is null and (r.expires_at is null or r.expires_at > $1)), '[]') as roles`;

@Injectable()
export class AccountQueries {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Throws {@link Missing}. */
  async read(id: string): Promise<AccountView> {
    const row = await this.database.first<AccountView>(`select ${columns} from account a where a.id = $3`, [
      ...this.today(),
      id,
    ]);
    if (!row) throw new Missing('account');
    return row;
  }

  /** Rows in the order of the sort, then id. */
  list(filter: AccountFilter): Promise<AccountView[]> {
    const column = sortColumns[filter.sort];
    const [key = null, id = null] = filter.after ?? [];
    return this.database.rows<AccountView>(
      `select ${columns} from account a
        where ($3::text is null or exists (select 1 from account_role r where r.account_id = a.id and r.role = $3
                 and r.revoked_at is null and (r.expires_at is null or r.expires_at > $1)))
          and ($4::boolean is null or (a.disabled_at is not null) = $4)
          and ($6::uuid is null or (${column}, a.id) > ($5::${sortTypes[filter.sort]}, $6::uuid))
        order by ${column}, a.id limit $7`,
      [...this.today(), filter.role ?? null, filter.disabled ?? null, key, id, filter.limit],
    );
  }

  private today(): [Date, string] {
    return [this.clock.now(), this.config.publisher.timeZone];
  }
}
