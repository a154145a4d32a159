-- Who else must learn that a page changed: the content delivery network forgets it, search engines are told its address.

-- Insert-only until acknowledged, like page_debt: exactly the rows that were read are deleted. The cause is that of the debt which changed
-- the page, so that the render of a fact is done only once what it changed was forgotten everywhere.
create table page_purge (
  id bigint generated always as identity primary key,
  page_id uuid not null references page,
  cause text not null,
  at timestamptz not null
);
create index page_purge_page_idx on page_purge (page_id);
create index page_purge_cause_idx on page_purge (cause);
create index page_purge_at_idx on page_purge (at);

create table page_submission (
  id bigint generated always as identity primary key,
  page_id uuid not null references page,
  at timestamptz not null
);
create index page_submission_at_idx on page_submission (at);

-- How each submission ended: what was refused is not tried again, after failures the next try waits longer.
create table submission_outcome (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  outcome text not null check (outcome in ('taken', 'refused', 'failed')),
  status integer,
  addresses integer not null check (addresses > 0)
);

grant select, insert, delete on page_purge, page_submission to imprimatur_app;
grant select, insert on submission_outcome to imprimatur_app;
