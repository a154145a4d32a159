-- Links by which somebody without an account may read a revision before it is published. Of the secret only its hash is kept.

create table preview (
  id uuid primary key,
  revision_id uuid not null references revision,
  secret_hash text not null unique check (secret_hash ~ '^[0-9a-f]{64}$'),
  created_by uuid not null references account,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  revoked_by uuid references account,
  views integer not null default 0,
  last_viewed_at timestamptz,
  check (expires_at > created_at and expires_at <= created_at + interval '7 days'),
  check ((revoked_at is null) = (revoked_by is null))
);
create index preview_revision_idx on preview (revision_id, created_at);

-- It ends with its time, when it is revoked, with the revision, and with the guide.
create function preview_holds(p_preview uuid, p_now timestamptz) returns boolean language sql stable as $$
  select exists (
    select 1 from preview p join revision r on r.id = p.revision_id join guide g on g.id = r.guide_id
     where p.id = p_preview and p.revoked_at is null and p.expires_at > p_now
       and r.status not in ('published', 'discarded') and g.status not in ('legal', 'archived'))
$$;

grant select, insert, update (revoked_at, revoked_by, views, last_viewed_at) on preview to imprimatur_app;
grant execute on function preview_holds to imprimatur_app;
