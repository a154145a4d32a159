-- Counters of tries, and who holds a role now.

-- Written by rate-limiter-flexible, which fixes the names, order and kinds of the columns; expire is in milliseconds since 1970.
create table rate_limit (
  key text primary key,
  points integer not null default 0,
  expire bigint
);
create index rate_limit_expire_idx on rate_limit (expire);
grant select, insert, update, delete on rate_limit to imprimatur_app;

create index account_role_role_idx on account_role (role) where revoked_at is null;

-- Lead, director and safety, as long as nobody holds them: they fall to the admins.
-- In plpgsql, so that the read of each request does not plan it anew; only an admin's runs it.
create function vacant_roles(p_now timestamptz) returns table (role text) language plpgsql stable as $$
begin
  return query select wanted.role from (values ('lead'), ('director'), ('safety')) wanted (role)
   where not exists (
     select 1 from account_role r join account a on a.id = r.account_id and a.disabled_at is null
      where r.role = wanted.role and r.revoked_at is null and (r.expires_at is null or r.expires_at > p_now));
end
$$;

-- What an active account may act as at this instant, a row per role (and category, for a lead of one).
-- One account at a time: as a join over all of them the planner reads every account for each request (measured, 6 ms for 2,000).
create function roles_of(p_account uuid, p_now timestamptz) returns table (role text, category_id uuid) language sql stable as $$
  select r.role, r.category_id from account_role r
   where r.account_id = p_account and r.revoked_at is null and (r.expires_at is null or r.expires_at > p_now)
  union all
  select v.role, null from vacant_roles(p_now) v
   where exists (
     select 1 from account_role r where r.account_id = p_account and r.role = 'admin'
        and r.revoked_at is null and (r.expires_at is null or r.expires_at > p_now))
$$;

-- Who holds which role at this instant. Disabled accounts hold none.
create function role_holders(p_now timestamptz) returns table (account_id uuid, role text, category_id uuid) language sql stable as $$
  select a.id, h.role, h.category_id from account a cross join lateral roles_of(a.id, p_now) h where a.disabled_at is null
$$;
grant execute on function vacant_roles, roles_of, role_holders to imprimatur_app;
