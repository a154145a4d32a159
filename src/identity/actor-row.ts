import type { Actor, Role } from './actor.js';

/** The columns of an actor: join `account a` and `roles_of(a.id, now) h`, group by the primary keys. */
export const actorColumns = `
  a.id as account_id, a.name, a.post_nominals, a.email,
  coalesce(array_agg(distinct h.role) filter (where h.role is not null), '{}') as roles,
  coalesce(bool_or(h.role = 'lead' and h.category_id is null), false) as leads_all,
  coalesce(array_agg(h.category_id) filter (where h.role = 'lead' and h.category_id is not null), '{}') as lead_of`;

export interface ActorRow {
  account_id: string;
  name: string;
  post_nominals: string;
  email: string;
  roles: Role[];
  leads_all: boolean;
  lead_of: string[];
}

type Presence = Pick<Actor, 'via' | 'sessionHash' | 'reauthenticatedAt' | 'method' | 'requestId'>;

export function actorFrom(row: ActorRow, presence: Presence): Actor {
  return {
    accountId: row.account_id,
    name: row.name,
    postNominals: row.post_nominals,
    email: row.email,
    roles: new Set(row.roles),
    leadOf: row.leads_all ? 'all' : row.lead_of,
    ...presence,
  };
}
