-- Guides, revisions, versions, contributions.

create table category (
  id uuid primary key,
  slug text not null unique,
  name text not null,
  -- Months between reviews; 36 is the cap, 3 the least (domain practice, see docs/adr).
  cadence_months integer not null default 12 check (cadence_months between 3 and 36),
  version integer not null default 1,
  event_count integer not null default 0,
  head_hash text not null default ''
);
alter table account_role add foreign key (category_id) references category;

create table category_specialty (
  category_id uuid not null references category,
  specialty text not null references specialty,
  primary key (category_id, specialty)
);

create table guide (
  id uuid primary key,
  status text not null default 'unpublished'
    check (status in ('unpublished', 'live', 'held', 'withdrawn', 'archived', 'legal')),
  -- Where restore and lift go back to.
  status_before text check (status_before in ('unpublished', 'live', 'held', 'withdrawn')),
  slug text not null,
  language text not null default 'en-US',
  source_guide_id uuid references guide,
  category_id uuid not null references category,
  owner_id uuid not null references account,
  cadence_override integer check (cadence_override between 3 and 36),
  cadence_reason text,
  live_version_id uuid,
  live_publication integer,
  first_published_at timestamptz,
  -- When the public text last changed; a recheck does not move it.
  modified_at timestamptz,
  last_reviewed_on date,
  due_on date,
  -- Set while the live page is carried over: unsigned, printing no reviewer and no last-reviewed date.
  carried_over boolean not null default false,
  recheck_planned_on date,
  -- The due date for which guide.stale was raised.
  stale_for date,
  legal_hold boolean not null default false,
  held_by uuid references account,
  held_at timestamptz,
  -- A hold for a medical reason is released by a reviewer.
  held_medical boolean not null default false,
  notice text,
  successor_id uuid references guide,
  -- When it was withdrawn or archived.
  gone_at timestamptz,
  created_at timestamptz not null,
  version integer not null default 1,
  event_count integer not null default 0,
  head_hash text not null default '',
  check ((cadence_override is null) or (cadence_reason is not null)),
  check (status <> 'live' or live_version_id is not null),
  check (not carried_over or last_reviewed_on is null),
  check ((status in ('archived', 'legal')) = (status_before is not null)),
  check (source_guide_id is null or source_guide_id <> id)
);
create index guide_category_idx on guide (category_id, status);
create index guide_owner_idx on guide (owner_id);
create index guide_created_idx on guide (created_at, id);
create index guide_due_idx on guide (due_on, id);
create unique index guide_translation_idx on guide (source_guide_id, language) where source_guide_id is not null;

-- A slug once used is never given to another guide; look-alikes of an existing one are refused.
create table guide_slug (
  slug text primary key,
  skeleton text not null unique,
  guide_id uuid not null references guide,
  since timestamptz not null
);
create index guide_slug_guide_idx on guide_slug (guide_id);

create table revision (
  id uuid primary key,
  guide_id uuid not null references guide,
  kind text not null default 'ordinary' check (kind in ('ordinary', 'minor', 'urgent')),
  status text not null default 'draft' check (status in ('draft', 'in-review', 'changes-requested', 'changes-offered',
    'approved', 'scheduled', 'minor-proposed', 'published', 'discarded')),
  -- The live version it starts from, and that version's hash; null on a guide that is not live.
  base_version_id uuid,
  base_hash text,
  review_kind text check (review_kind in ('full', 'changes')),
  submitted_by uuid references account,
  submitted_version_id uuid,
  approved_version_id uuid,
  approved_sign_off_id uuid,
  scheduled_for timestamptz,
  scheduled_by uuid references account,
  proposed_by uuid references account,
  proposed_at timestamptz,
  opened_by uuid references account,
  opened_at timestamptz not null,
  closed_at timestamptz,
  version integer not null default 1,
  check ((status = 'scheduled') = (scheduled_for is not null)),
  check (status not in ('approved', 'scheduled', 'published') or kind <> 'ordinary' or approved_version_id is not null)
);
create unique index revision_one_open_idx on revision (guide_id, kind) where status not in ('published', 'discarded');
create index revision_opened_idx on revision (opened_at, id);
create index revision_status_idx on revision (status, opened_at, id);
create index revision_guide_idx on revision (guide_id, opened_at);
create index revision_scheduled_idx on revision (scheduled_for) where status = 'scheduled';
create index revision_proposed_idx on revision (proposed_at) where status = 'minor-proposed';

-- The working text, part by part: different parts never conflict, the same one answers 412.
create table revision_part (
  revision_id uuid not null references revision,
  key text not null,
  body jsonb not null,
  hash text not null,
  etag integer not null default 1,
  saved_by uuid references account,
  saved_at timestamptz not null,
  primary key (revision_id, key)
);

create table version (
  id uuid primary key,
  guide_id uuid not null references guide,
  revision_id uuid references revision,
  number integer not null check (number > 0),
  kind text not null check (kind in ('submission', 'minor', 'correction', 'replacement', 'carry-over', 'reapplied')),
  body jsonb not null,
  hash text not null check (hash ~ '^[0-9a-f]{64}$'),
  -- For lists, so that they need not unpack the body.
  title text not null generated always as (body -> 'head' ->> 'title') stored,
  summary text not null generated always as (body -> 'head' ->> 'summary') stored,
  category_slug text not null generated always as (body -> 'head' ->> 'category') stored,
  base_version_id uuid references version,
  created_by uuid references account,
  created_at timestamptz not null,
  unique (guide_id, number)
);
create index version_revision_idx on version (revision_id);
alter table guide add foreign key (live_version_id) references version;
alter table revision add foreign key (base_version_id) references version;
alter table revision add foreign key (submitted_version_id) references version;
alter table revision add foreign key (approved_version_id) references version;

create table version_part (
  version_id uuid not null references version,
  key text not null,
  hash text not null,
  primary key (version_id, key)
);

create table version_specialty (
  version_id uuid not null references version,
  specialty text not null references specialty,
  primary key (version_id, specialty)
);

-- Guides that a version links to: their pages render again when the other one moves.
create table version_link (
  version_id uuid not null references version,
  guide_id uuid not null references guide,
  primary key (version_id, guide_id)
);
create index version_link_guide_idx on version_link (guide_id);

-- Who changed which part, kept even when the change was undone.
create table contribution (
  id bigint generated always as identity primary key,
  guide_id uuid not null references guide,
  revision_id uuid not null references revision,
  part_key text not null,
  part_hash text not null,
  account_id uuid not null references account,
  at timestamptz not null
);
create index contribution_revision_idx on contribution (revision_id);

-- Contributors of a version: those of its base whose part is still there, and those of its revision. Frozen with it.
create table version_contributor (
  version_id uuid not null references version,
  part_key text not null,
  account_id uuid not null references account,
  primary key (version_id, part_key, account_id)
);
create index version_contributor_account_idx on version_contributor (account_id);

-- Sanitized HTML, made once per version and renderer. May be emptied and rebuilt at any time.
create table version_html (
  version_hash text not null,
  renderer integer not null,
  body jsonb not null,
  primary key (version_hash, renderer)
);

create table image (
  digest text primary key check (digest ~ '^[0-9a-f]{64}$'),
  media_type text not null check (media_type in ('image/jpeg', 'image/png', 'image/webp', 'image/avif')),
  bytes bytea not null,
  width integer not null,
  height integer not null,
  uploaded_by uuid references account,
  uploaded_at timestamptz not null
);

-- A base is current while live is that text, or differs from it by minor changes alone.
create function base_current(p_base uuid, p_live uuid) returns boolean language sql stable as $$
  with recursive back(id) as (
    select p_live
    union
    select v.base_version_id from back b join version v on v.id = b.id where v.kind = 'minor'
  )
  select p_base is not distinct from p_live or exists (
    select 1 from back b join version v on v.id = b.id join version base on base.id = p_base where v.hash = base.hash)
$$;

grant select, insert on version, version_part, version_specialty, version_link, version_contributor, contribution, image, guide_slug to imprimatur_app;
grant select, insert, update, delete on category, category_specialty, guide, revision, revision_part, version_html to imprimatur_app;
