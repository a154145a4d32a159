-- What readers report of a page. The words stand here alone, never in an event; nothing tells who sent them. Deleted after twelve months.

create table report (
  id uuid primary key,
  guide_id uuid not null references guide,
  reason text not null check (reason in ('outdated', 'error', 'harm', 'broken', 'unclear', 'accessibility', 'other')),
  body text not null check (char_length(body) <= 500),
  status text not null default 'open' check (status in ('open', 'closed')),
  outcome text check (outcome in ('fixed', 'no-change', 'spam')),
  received_at timestamptz not null,
  closed_at timestamptz,
  closed_by uuid references account,
  version integer not null default 1,
  check ((status = 'closed') = (outcome is not null) and (status = 'closed') = (closed_at is not null) and (status = 'closed') = (closed_by is not null))
);
create index report_guide_idx on report (guide_id, received_at);
create index report_received_idx on report (received_at, id);
create index report_open_idx on report (received_at, id) where status = 'open';

-- The sweep has fifteen minutes, also after a legal hold.
create view invariants.report_kept_too_long as
  select r.id as report_id, r.guide_id from report r
   where r.received_at < instant() - interval '12 months' - interval '15 minutes' and not exists (
     select 1 from legal_hold h where h.subject_kind = 'guide' and h.subject_id = r.guide_id
        and (h.lifted_at is null or h.lifted_at > instant() - interval '15 minutes'));

create view invariants.report_not_replayed as
  select r.id as report_id, r.status, l.status as replayed from report r
    left join lateral (
      select m.value ->> 'to' as status from event e, jsonb_array_elements(e.moves) with ordinality m(value, ordinality)
       where e.subject_kind = 'guide' and e.subject_id = r.guide_id and m.value ->> 'kind' = 'report' and m.value ->> 'id' = r.id::text
       order by e.number desc, m.ordinality desc limit 1) l on true
   where l.status is distinct from r.status;

-- A report that stands is closed, or deleted in its time; its words are never exchanged.
grant select, insert, delete, update (status, outcome, closed_at, closed_by, version) on report to imprimatur_app;
grant select on all tables in schema invariants to imprimatur_app;
