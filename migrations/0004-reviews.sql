-- Reviews, answers, comments, sign-offs.

create table review (
  id uuid primary key,
  guide_id uuid not null references guide,
  -- Null on a recheck: no new text, the live version is judged.
  revision_id uuid references revision,
  version_id uuid not null references version,
  kind text not null check (kind in ('full', 'changes', 'recheck', 'after-the-fact')),
  status text not null default 'open' check (status in ('open', 'assigned', 'decided', 'cancelled')),
  assignee_id uuid references account,
  assigned_at timestamptz,
  -- Last sign of work, for the return after five idle working days.
  touched_at timestamptz,
  opened_at timestamptz not null,
  decide_by timestamptz,
  decided_at timestamptz,
  -- The civil date of the decision in the publisher's time zone: weeks begin there, not in UTC.
  decided_on date,
  verdict text check (verdict in ('approve', 'approve-with-changes', 'request-changes',
    'keep', 'keep-with-changes', 'revise', 'retire', 'confirm', 'amend', 'revert')),
  cancel_reason text,
  version integer not null default 1,
  check ((status = 'assigned') <= (assignee_id is not null)),
  check ((status = 'decided') = (verdict is not null)),
  check ((decided_at is null) = (decided_on is null))
);
create unique index review_one_open_idx on review (revision_id) where status in ('open', 'assigned') and kind <> 'after-the-fact';
create unique index review_one_recheck_idx on review (guide_id) where status in ('open', 'assigned') and kind = 'recheck';
create index review_opened_idx on review (opened_at, id);
create index review_queue_idx on review (status, opened_at, id);
create index review_assignee_idx on review (assignee_id, status, decided_on);
create index review_guide_idx on review (guide_id, opened_at);

create table review_opening (
  review_id uuid not null references review,
  account_id uuid not null references account,
  version_id uuid not null references version,
  at timestamptz not null,
  primary key (review_id, account_id, version_id)
);

create table review_answer (
  review_id uuid not null references review,
  -- The text that it is about: of a recheck it may change.
  version_id uuid not null references version,
  item integer not null check (item between 1 and 20),
  answer text not null check (answer in ('yes', 'no', 'not-applicable')),
  note text not null default '',
  account_id uuid not null references account,
  at timestamptz not null,
  primary key (review_id, item)
);

create table comment (
  id uuid primary key,
  guide_id uuid not null references guide,
  revision_id uuid references revision,
  review_id uuid references review,
  version_id uuid not null references version,
  part_key text not null,
  -- The words it is anchored to; they must stand in that part of that version.
  quote text not null,
  body text not null,
  blocking boolean not null,
  author_id uuid not null references account,
  created_at timestamptz not null,
  -- The editor's answer, needed before the text is submitted again.
  answer text,
  answered_by uuid references account,
  answered_at timestamptz,
  resolved_at timestamptz,
  resolved_by uuid references account,
  version integer not null default 1
);
create index comment_guide_idx on comment (guide_id, created_at);
create index comment_revision_idx on comment (revision_id);
create index comment_review_idx on comment (review_id);

-- Somebody who declined or released a review over a conflict may not take another of this guide.
create table bar (
  guide_id uuid not null references guide,
  account_id uuid not null references account,
  reason text not null,
  at timestamptz not null,
  primary key (guide_id, account_id)
);

-- A signed decision, after 21 CFR 11.50: printed name, time, meaning, bound to the hash of what was signed.
create table sign_off (
  id uuid primary key,
  guide_id uuid not null references guide,
  review_id uuid not null references review,
  version_id uuid not null references version,
  version_hash text not null,
  -- For verdicts on changes: the signed version that the untouched parts rest on.
  rests_on_version_id uuid references version,
  verdict text not null check (verdict in ('approve', 'approve-with-changes', 'keep', 'keep-with-changes', 'confirm')),
  kind text not null check (kind in ('full', 'changes', 'recheck', 'after-the-fact')),
  meaning text not null,
  statement text not null,
  conflict text not null check (conflict in ('none', 'disclosed')),
  conflict_statement text not null default '',
  signer_id uuid not null references account,
  printed_name text not null,
  post_nominals text not null,
  credentials jsonb not null,
  specialties text[] not null,
  signed_at timestamptz not null,
  -- The civil date of the signature in the publisher's zone: what "last reviewed" prints.
  signed_on date not null,
  reauthenticated_at timestamptz not null,
  auth_method text not null,
  check (kind <> 'changes' or rests_on_version_id is not null),
  check (reauthenticated_at > signed_at - interval '5 minutes' and reauthenticated_at <= signed_at),
  unique (review_id)
);
create index sign_off_version_idx on sign_off (version_id);
create index sign_off_signer_idx on sign_off (signer_id, signed_at);
create index sign_off_guide_idx on sign_off (guide_id);
alter table revision add foreign key (approved_sign_off_id) references sign_off;

create table sign_off_part (
  sign_off_id uuid not null references sign_off,
  key text not null,
  hash text not null,
  primary key (sign_off_id, key)
);

-- A person as a reviewer of one version at an instant. The guards turn it into sentences.
create function reviewer_facts(p_account uuid, p_version uuid, p_at timestamptz, p_today date) returns jsonb language sql stable as $$
  select jsonb_build_object(
    'id', a.id,
    'disabled', a.disabled_at is not null,
    'isReviewer', exists (select 1 from account_role r where r.account_id = a.id and r.role = 'reviewer'
      and r.revoked_at is null and (r.expires_at is null or r.expires_at > p_at)),
    'specialties', signing_specialties(a.id, p_at, p_today),
    'speaksLanguage', exists (select 1 from version v join guide g on g.id = v.guide_id where v.id = p_version and g.language = any (a.languages)),
    'contributed', exists (select 1 from version_contributor c where c.version_id = p_version and c.account_id = a.id),
    'barred', exists (select 1 from bar b join version v on v.guide_id = b.guide_id where v.id = p_version and b.account_id = a.id),
    'away', coalesce(p_today between coalesce(a.away_from, p_today) and coalesce(a.away_until, p_today)
      and (a.away_from is not null or a.away_until is not null), false),
    'load', (select count(*) from review w where w.assignee_id = a.id and w.status = 'assigned')
      + (select count(*) from review w where w.assignee_id = a.id and w.status = 'decided' and w.decided_on >= date_trunc('week', p_today::timestamp)::date),
    'capacity', a.reviews_per_week)
  from account a where a.id = p_account
$$;

-- Who may take a review of this version now, by load.
create function eligible_reviewers(p_version uuid, p_at timestamptz, p_today date) returns table (account_id uuid, facts jsonb) language sql stable as $$
  select r.account_id, f.facts
    from (select distinct account_id from account_role where role = 'reviewer' and revoked_at is null and (expires_at is null or expires_at > p_at)) r
    cross join lateral (select reviewer_facts(r.account_id, p_version, p_at, p_today) as facts offset 0) f
   where not (f.facts ->> 'disabled')::boolean and not (f.facts ->> 'contributed')::boolean and not (f.facts ->> 'barred')::boolean
     and (f.facts ->> 'speaksLanguage')::boolean
     and exists (select 1 from version_specialty s where s.version_id = p_version and f.facts -> 'specialties' ? s.specialty)
$$;

grant select, insert on bar, sign_off, sign_off_part to imprimatur_app;
grant select, insert, update, delete on review, review_opening, review_answer, comment to imprimatur_app;
