-- Pages that a legal demand took down, and subjects of which nothing may be deleted while a legal hold is on them.

alter table guide add column blocked_for text check (blocked_for ~ '^https://[^[:space:]<>"]+$');
alter table guide add column taken_down_at timestamptz;
alter table guide add constraint guide_taken_down_check
  check ((status = 'legal') = (blocked_for is not null) and (status = 'legal') = (taken_down_at is not null));
create index guide_taken_down_idx on guide (id) where status = 'legal';
-- A hold stands in a table of its own, with who set it and why.
alter table guide drop column legal_hold;

create table legal_hold (
  id uuid primary key,
  subject_kind text not null check (subject_kind in ('guide', 'application', 'physician', 'account')),
  subject_id uuid not null,
  reason text not null,
  set_by uuid not null references account,
  set_at timestamptz not null,
  lifted_by uuid references account,
  lifted_at timestamptz,
  check ((lifted_by is null) = (lifted_at is null))
);
create unique index legal_hold_open_idx on legal_hold (subject_kind, subject_id) where lifted_at is null;

-- A member's hold is on every file of theirs.
create function legally_held(p_kind text, p_id uuid) returns boolean language sql stable as $$
  select exists (
    select 1 from legal_hold h where h.lifted_at is null and h.subject_kind = p_kind and h.subject_id = p_id)
  or p_kind = 'application' and exists (
    select 1 from application a join legal_hold h on h.subject_kind = 'physician' and h.subject_id = coalesce(a.physician_id, a.member_id)
     where a.id = p_id and h.lifted_at is null)
$$;

-- What was deleted in spite of a hold cannot be put back: the database refuses it, whoever asks.
create function held_file_stays() returns trigger language plpgsql as $$
declare v_file uuid;
begin
  execute format('select ($1).%I', tg_argv[0]) into v_file using old;
  if legally_held('application', v_file) then
    raise exception 'A legal hold is on this file: nothing of it is deleted.';
  end if;
  if tg_op = 'DELETE' then return old; end if;
  return new;
end $$;
create trigger held_file_stays before update of npi on application for each row when (old.npi <> '' and new.npi = '')
  execute function held_file_stays('id');
create trigger held_document_stays before update of sealed on application_document for each row when (old.sealed is not null and new.sealed is null)
  execute function held_file_stays('application_id');
create trigger held_check_stays before delete on application_check for each row execute function held_file_stays('application_id');

-- Proof of identity goes with the decision, but waits for the end of a hold; the sweep has fifteen minutes then.
create or replace view invariants.document_kept_too_long as
  select d.id as document_id, d.application_id, d.kind, a.status
    from application_document d join application a on a.id = d.application_id
   where d.deleted_at is null
     and (a.status in ('withdrawn', 'expired') or a.npi = '' or (d.kind = 'identity' and a.status in ('approved', 'declined')))
     and not exists (
       select 1 from legal_hold h
        where (h.subject_kind = 'application' and h.subject_id = a.id or h.subject_kind = 'physician' and h.subject_id = coalesce(a.physician_id, a.member_id))
          and (h.lifted_at is null or h.lifted_at > instant() - interval '15 minutes'));

-- A text that was taken down still stands on what it stood on: lifting shows it again as it was.
create or replace view invariants.page_without_basis as
  select g.id as guide_id, g.live_version_id from guide g
   where g.status in ('live', 'held', 'legal') and not supported(g.live_version_id);

create or replace view invariants.live_differs_from_publication as
  select g.id as guide_id from guide g
   where g.status in ('live', 'held', 'legal') and not exists (
     select 1 from publication p where p.guide_id = g.id and p.number = g.live_publication and p.version_id = g.live_version_id)
      or g.live_publication is distinct from (select max(number) from publication p where p.guide_id = g.id);

-- Nothing publishes by itself, and no recheck waits, of a guide that was taken down.
create view invariants.taken_down_and_at_work as
  select g.id as guide_id from guide g
   where g.status = 'legal' and (
     exists (select 1 from revision r where r.guide_id = g.id and r.status = 'scheduled')
     or exists (select 1 from review w where w.guide_id = g.id and w.kind = 'recheck' and w.status in ('open', 'assigned')));

create or replace function due_date_is_new(p_guide uuid) returns boolean language sql stable as $$
  select exists (
    select 1 from event e where e.subject_kind = 'guide' and e.subject_id = p_guide and e.at > instant() - interval '15 minutes'
       and e.name in ('guide.published', 'guide.carried-over', 'guide.released', 'guide.lifted', 'guide.cadence-changed', 'review.kept'))
$$;

-- Beside the pages that every public act owes: the pictures that the text shows.
create function legal_event_owes_pages() returns trigger language plpgsql as $$
begin
  if new.name not in ('guide.taken-down', 'guide.lifted') then return null; end if;
  perform owe_guide_pages(new.subject_id, 'event:' || new.id, new.at);
  insert into page_debt (page_id, cause, at)
    select p.id, 'event:' || new.id, new.at from guide g join version v on v.id = g.live_version_id
     cross join lateral jsonb_array_elements(v.body -> 'images' -> 'entries') i
      join page p on p.path = '/images/' || (i ->> 'digest') where g.id = new.subject_id;
  return null;
end $$;
create trigger legal_event_owes_pages after insert on event for each row
  when (new.subject_kind = 'guide') execute function legal_event_owes_pages();

-- Shown by a text that was taken down, and by none that is public.
create function picture_taken_down(p_digest text) returns boolean language sql stable as $$
  select exists (
    select 1 from guide g join version v on v.id = g.live_version_id
     where g.status = 'legal' and v.body -> 'images' -> 'entries' @> jsonb_build_array(jsonb_build_object('digest', p_digest)))
  and not exists (
    select 1 from guide g join version v on v.id = g.live_version_id
     where g.status = 'live' and v.body -> 'images' -> 'entries' @> jsonb_build_array(jsonb_build_object('digest', p_digest)))
$$;

grant select, insert, update (lifted_by, lifted_at) on legal_hold to imprimatur_app;
grant select on all tables in schema invariants to imprimatur_app;
grant execute on all functions in schema public to imprimatur_app;
