-- Who is told what: one row per (source, person, channel), each sent on its own. And what the hourly seal looks up.

create table notification (
  id bigint generated always as identity primary key,
  -- event:<id>, reminder:<id>, review:<id>:<civil date>, hold:<guide>:<second it began>:<days> or signer:<account>:<sign-off>
  source text not null,
  event_id bigint references event,
  account_id uuid not null references account,
  channel text not null check (channel in ('inbox', 'email')),
  urgency text not null check (urgency in ('now', 'digest')),
  kind text not null,
  title text not null,
  body text not null,
  -- A path of the desk.
  link text not null,
  created_at timestamptz not null,
  -- Stable: the same for every try, so that a server that took a message twice can tell.
  message_id text,
  attempts integer not null default 0,
  -- Set as a try begins: nobody else tries before, and a try that a crash ended is made up for after it.
  try_after timestamptz,
  sent_at timestamptz,
  failure text,
  -- The digest that lists it.
  digest_on date,
  read_at timestamptz,
  unique (source, account_id, channel),
  check (channel = 'inbox' or read_at is null),
  check (channel = 'email' or (message_id is null and sent_at is null and digest_on is null)),
  check (urgency = 'digest' or digest_on is null)
);
create index notification_unsent_idx on notification (id) where channel = 'email' and urgency = 'now' and sent_at is null;
create index notification_unlisted_idx on notification (account_id) where channel = 'email' and urgency = 'digest' and digest_on is null;
create index notification_listed_idx on notification (account_id, digest_on) where digest_on is not null;
create index notification_event_idx on notification (event_id);
create index notification_inbox_idx on notification (account_id, id) where channel = 'inbox';
create index notification_unread_idx on notification (account_id, id) where channel = 'inbox' and read_at is null;

-- One digest a person and civil day. What it lists is fixed when it is made: every try hands over the same message.
create table digest (
  account_id uuid not null references account,
  civil_date date not null,
  message_id text not null,
  created_at timestamptz not null,
  attempts integer not null default 0,
  try_after timestamptz,
  sent_at timestamptz,
  failure text,
  primary key (account_id, civil_date)
);
create index digest_unsent_idx on digest (civil_date, account_id) where sent_at is null;

-- How far a subject's chain is sealed.
create index seal_head_subject_idx on seal_head (subject_kind, subject_id, event_number);

grant select, insert, update, delete on notification, digest to imprimatur_app;
