-- Documents of an application: what the applicant sends in, and what a verifier saved at a source. Sealed at rest, opened by verifiers alone.

create table application_document (
  id uuid primary key,
  application_id uuid not null references application,
  -- Its place in the file, and its name when it is opened: what the sender called it is not kept.
  number integer not null check (number > 0),
  kind text not null check (kind in ('identity', 'license', 'certification', 'name-change', 'other')),
  -- By its content.
  media_type text not null check (media_type in ('application/pdf', 'image/jpeg', 'image/png')),
  bytes integer not null check (bytes between 1 and 10485760),
  -- Of the document itself, not of what is stored.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- AES-256-GCM bound to the id of this row; null once it is deleted.
  sealed bytea,
  uploaded_at timestamptz not null,
  -- The verifier who added it; null where the applicant did.
  uploaded_by uuid references account,
  deleted_at timestamptz,
  check ((sealed is null) = (deleted_at is not null)),
  unique (application_id, number),
  unique (application_id, id)
);
-- Cipher text does not compress.
alter table application_document alter column sealed set storage external;

-- A document is added, then deleted; it is never exchanged, and never comes back.
create function document_stays() returns trigger language plpgsql as $$
begin
  if old.deleted_at is not null or new.deleted_at is null then
    raise exception 'A document changes once: when it is deleted.';
  end if;
  return new;
end $$;
create trigger application_document_stays before update on application_document for each row execute function document_stays();

-- Who saw which document, and when. Only grows, and outlives the document.
create table document_view (
  id bigint generated always as identity primary key,
  document_id uuid not null references application_document,
  viewer_id uuid not null references account,
  at timestamptz not null,
  request_id text not null
);
create index document_view_idx on document_view (document_id, id);

-- What a person found may rest on a document of the same file.
alter table application_check add column document_id uuid;
alter table application_check add foreign key (application_id, document_id) references application_document (application_id, id);
alter table application_check add check (document_id is null or found_by is not null);

-- Proof of identity goes with the decision; everything goes with a file that ended without one, or is forgotten.
create view invariants.document_kept_too_long as
  select d.id as document_id, d.application_id, d.kind, a.status
    from application_document d join application a on a.id = d.application_id
   where d.deleted_at is null
     and (a.status in ('withdrawn', 'expired') or a.npi = '' or (d.kind = 'identity' and a.status in ('approved', 'declined')));

grant select, insert, update (sealed, deleted_at) on application_document to imprimatur_app;
grant select, insert on document_view to imprimatur_app;
grant select on all tables in schema invariants to imprimatur_app;
grant execute on all functions in schema public to imprimatur_app;
