-- The federal list of excluded individuals and entities (LEIE): each load that was tried, and the list as it stands.

-- What evidence names: which file, how many rows, of when. Only grows.
create table exclusion_load (
  id bigint generated always as identity primary key,
  status text not null check (status in ('accepted', 'refused')),
  -- The address or path it was read from.
  source text not null,
  -- Of the whole file; null where it was refused before its end.
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Rows of the file, its header not counted.
  rows integer,
  -- As its source dates it, never later than loaded_at; null where it does not.
  last_modified timestamptz,
  loaded_at timestamptz not null,
  problem text,
  check ((status = 'refused') = (problem is not null)),
  check (status = 'refused' or (sha256 is not null and rows is not null)),
  check (last_modified <= loaded_at)
);
create index exclusion_load_accepted_idx on exclusion_load (id) where status = 'accepted';

-- The last accepted list, replaced as a whole. Of a date of birth only the year; no address.
create table exclusion (
  -- Over what is kept of the row: a match that was cleared stays cleared until this changes.
  row_hash text primary key,
  load_id bigint not null references exclusion_load,
  npi text check (npi ~ '^[0-9]{10}$'),
  last_name text,
  first_name text,
  middle_name text,
  business_name text,
  -- See src/physicians/fold.ts; null where there is no letter.
  last_name_folded text,
  first_name_folded text,
  birth_year integer,
  state text,
  -- The line of work, such as PHYSICIAN (MD, DO), and the specialty within it, as listed.
  general text,
  specialty text,
  exclusion_type text not null,
  excluded_on date not null,
  reinstated_on date
);
create index exclusion_npi_idx on exclusion (npi) where npi is not null;
create index exclusion_name_idx on exclusion (last_name_folded, first_name_folded) where last_name_folded is not null;

grant select, insert on exclusion_load to imprimatur_app;
grant select, insert, delete on exclusion to imprimatur_app;
