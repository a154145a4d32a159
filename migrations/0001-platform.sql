-- Events, their chain, the outbox, idempotency keys. Knows no medicine.
-- The owner migrates; imprimatur_app runs. Rows of append-only tables are granted SELECT and INSERT only.
-- BullMQ keeps its tables in a schema that the runtime role owns.

create schema if not exists bullmq authorization imprimatur_app;
create schema invariants;
grant usage on schema public, invariants to imprimatur_app;

-- The instant this transaction takes for now; set by tests and sweeps, the database's clock otherwise.
create function instant() returns timestamptz language sql stable as
  $$ select coalesce(nullif(current_setting('imprimatur.now', true), '')::timestamptz, statement_timestamp()) $$;

-- One chain per subject: number counts from 1 without a gap, previous_hash is the hash of number - 1.
-- The row holds ids and digests only; words and personal data lie in event_note, so that a redaction leaves the chain valid.
create table event (
  id bigint generated always as identity primary key,
  subject_kind text not null check (subject_kind in ('guide', 'category', 'application', 'physician', 'account')),
  subject_id uuid not null,
  number integer not null check (number > 0),
  name text not null,
  at timestamptz not null,
  actor_id uuid,
  request_id text,
  note_digest text,
  moves jsonb not null default '[]',
  payload jsonb not null default '{}',
  previous_hash text not null,
  hash text not null,
  unique (subject_kind, subject_id, number)
);
create index event_name_idx on event (name, id);
create index event_actor_idx on event (actor_id, id);
create index event_at_idx on event (at, id);

create table event_note (
  event_id bigint primary key references event,
  body text,
  redacted_at timestamptz,
  redaction_reason text,
  redacted_by uuid[],
  check ((body is null) = (redacted_at is not null))
);

-- Every hour: one snapshot of all heads, chained to the seal before.
create table seal (
  number integer primary key check (number > 0),
  at timestamptz not null,
  previous_hash text not null,
  hash text not null
);
create table seal_head (
  seal_number integer not null references seal,
  subject_kind text not null,
  subject_id uuid not null,
  event_number integer not null,
  event_hash text not null,
  primary key (seal_number, subject_kind, subject_id)
);

-- One row per reaction: the row is the debt, the queue only a hint.
create table outbox (
  id bigint generated always as identity primary key,
  event_id bigint references event,
  job text not null,
  payload jsonb not null default '{}',
  created_at timestamptz not null,
  attempt integer not null default 0,
  sent_at timestamptz,
  done_at timestamptz,
  dead_at timestamptz,
  failure text,
  check (done_at is null or dead_at is null)
);
create index outbox_unsent_idx on outbox (id) where sent_at is null and done_at is null and dead_at is null;
create index outbox_undone_idx on outbox (sent_at) where done_at is null and dead_at is null;
create unique index outbox_event_job_idx on outbox (event_id, job) where event_id is not null;

create table idempotency_key (
  account_id uuid not null,
  route text not null,
  key text not null check (length(key) between 1 and 255),
  body_hash text not null,
  status integer,
  response jsonb,
  created_at timestamptz not null,
  primary key (account_id, route, key)
);
create index idempotency_key_created_idx on idempotency_key (created_at);

-- An act that needs two people: proposed by one, confirmed by another who names its hash; lapses after seven days.
create table proposal (
  id uuid primary key,
  subject_kind text not null,
  subject_id uuid not null,
  name text not null,
  body jsonb not null,
  hash text not null,
  proposed_by uuid not null,
  proposed_at timestamptz not null,
  lapses_at timestamptz not null,
  settled_at timestamptz,
  outcome text check (outcome in ('confirmed', 'refused', 'lapsed', 'overtaken')),
  settled_by uuid,
  check ((settled_at is null) = (outcome is null)),
  check (outcome <> 'confirmed' or settled_by <> proposed_by)
);
create unique index proposal_open_idx on proposal (subject_kind, subject_id, name) where settled_at is null;

grant select, insert on event, seal, seal_head to imprimatur_app;
grant select, insert, update on event_note to imprimatur_app;
grant select, insert, update, delete on outbox, idempotency_key, proposal to imprimatur_app;
