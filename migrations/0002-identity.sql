-- Accounts, roles, sessions, tokens, and the credential register that makes a reviewer eligible.

create table account (
  id uuid primary key,
  email text not null check (email = lower(email) and length(email) <= 254),
  -- As printed on pages and frozen in sign-offs, for example "Ines Okafor" and "MD".
  name text not null check (length(name) between 1 and 120),
  post_nominals text not null default '',
  languages text[] not null default '{en-US}',
  password_hash text,
  totp_secret_sealed text,
  totp_confirmed_at timestamptz,
  -- The last time step that was accepted: a code works once.
  totp_last_step bigint not null default 0,
  disabled_at timestamptz,
  away_from date,
  away_until date,
  reviews_per_week integer not null default 5 check (reviews_per_week between 0 and 100),
  created_at timestamptz not null,
  version integer not null default 1,
  event_count integer not null default 0,
  head_hash text not null default '',
  check (away_from is null or away_until is null or away_from <= away_until)
);
create unique index account_email_idx on account (email);

create table account_role (
  id uuid primary key,
  account_id uuid not null references account,
  role text not null check (role in ('editor', 'lead', 'reviewer', 'director', 'safety', 'verifier', 'admin')),
  -- A lead may lead one category; null means all.
  category_id uuid,
  granted_by uuid references account,
  granted_at timestamptz not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  revoked_by uuid references account,
  check (granted_by is null or granted_by <> account_id),
  check (category_id is null or role = 'lead')
);
create unique index account_role_live_idx on account_role (account_id, role, coalesce(category_id, '00000000-0000-0000-0000-000000000000')) where revoked_at is null;

create table session (
  token_hash text primary key,
  account_id uuid not null references account,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  -- When both factors were last shown in this session: a signature needs one no older than five minutes.
  reauthenticated_at timestamptz,
  method text not null,
  user_agent text
);
create index session_account_idx on session (account_id);

create table api_token (
  id uuid primary key,
  account_id uuid not null references account,
  name text not null,
  token_hash text not null unique,
  created_at timestamptz not null,
  expires_at timestamptz,
  used_at timestamptz,
  revoked_at timestamptz
);

create table password_reset (
  token_hash text primary key,
  account_id uuid not null references account,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

-- Sign-ins and refusals. Not part of the event chain; kept for a year.
create table security_log (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null,
  account_id uuid,
  network_hash text,
  request_id text,
  detail jsonb not null default '{}'
);
create index security_log_at_idx on security_log (at);
create index security_log_account_idx on security_log (account_id, at);

create table specialty (
  slug text primary key,
  name text not null,
  -- What its physicians are called on a page, for example "dermatologist".
  practitioner text not null,
  -- Member of schema.org/MedicalSpecialty, where one exists.
  schema_org text
);

insert into specialty (slug, name, practitioner, schema_org) values
  ('dermatology', 'dermatology', 'dermatologist', 'Dermatology'),
  ('plastic-surgery', 'plastic surgery', 'plastic surgeon', 'PlasticSurgery'),
  ('facial-plastic', 'facial plastic surgery', 'facial plastic surgeon', 'Otolaryngologic'),
  ('oculoplastic', 'oculoplastic surgery', 'oculoplastic surgeon', null),
  ('endocrinology', 'endocrinology', 'endocrinologist', 'Endocrine'),
  ('gynecology', 'gynecology', 'gynecologist', 'Gynecologic'),
  ('general-surgery', 'surgery', 'surgeon', 'Surgical'),
  ('primary-care', 'primary care', 'primary care physician', 'PrimaryCare');

-- A license or certification. What is known of it is in credential_standing, which only grows.
create table credential (
  id uuid primary key,
  account_id uuid not null references account,
  specialty text not null references specialty,
  kind text not null check (kind in ('license', 'certification')),
  authority text not null,
  region text,
  number text not null,
  created_at timestamptz not null
);
create index credential_account_idx on credential (account_id);

create table credential_standing (
  id bigint generated always as identity primary key,
  credential_id uuid not null references credential,
  standing text not null check (standing in ('verified', 'administrative', 'provisional', 'adverse', 'revoked')),
  -- From when it is so in the world, and since when we know.
  effective_at timestamptz not null,
  recorded_at timestamptz not null,
  expires_on date,
  verified_by uuid references account,
  evidence text not null,
  evidence_sha256 text
);
create index credential_standing_idx on credential_standing (credential_id, recorded_at, id);

-- What was recorded of a credential at an instant: its newest standing by then.
create function credential_standing_at(p_credential uuid, p_at timestamptz) returns credential_standing
language sql stable as $$
  select s from credential_standing s
   where s.credential_id = p_credential and s.recorded_at <= p_at and s.effective_at <= p_at
   order by s.recorded_at desc, s.id desc limit 1
$$;

-- Specialties in which a person may sign at an instant: a license verified, and not expired on that civil day.
create function signing_specialties(p_account uuid, p_at timestamptz, p_today date) returns text[]
language sql stable as $$
  select coalesce(array_agg(distinct c.specialty), '{}')
    from credential c, lateral credential_standing_at(c.id, p_at) s
   where c.account_id = p_account and c.kind = 'license'
     and s.standing = 'verified' and (s.expires_on is null or s.expires_on >= p_today)
     and not exists (
       select 1 from credential o, lateral credential_standing_at(o.id, p_at) os
        where o.account_id = p_account and os.standing in ('provisional', 'adverse'))
$$;

grant select, insert on credential_standing to imprimatur_app;
grant select, insert, update on security_log to imprimatur_app;
revoke update on security_log from imprimatur_app;
grant delete on security_log to imprimatur_app;
grant select, insert, update, delete on account, account_role, session, api_token, password_reset, specialty, credential to imprimatur_app;
