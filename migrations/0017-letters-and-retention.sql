-- Letters that a mailbox refuses, and what is forgotten of a former member.

-- When the mail server last did not take it: whoever waits longest is tried first.
alter table expiry_reminder add column failed_at timestamptz;
grant update (failed_at) on expiry_reminder to imprimatur_app;

-- What is forgotten of a former member besides their file: words and answers about them. That something was read, found and decided, when
-- and with which outcome, stays. Columns can be emptied, never rewritten, and of no one who is not forgotten.
create function member_forgotten(p_physician uuid) returns boolean language sql stable as $$
  select exists (select 1 from physician p where p.id = p_physician and p.status = 'terminated' and p.npi = '')
$$;

create function reading_stays() returns trigger language plpgsql as $$
begin
  if not member_forgotten(old.physician_id) or new.raw is not null or new.request is not null or new.reasons <> '{}' then
    raise exception 'What was read of a member stays until they are forgotten.';
  end if;
  return new;
end $$;
create trigger monitoring_reading_stays before update on monitoring_reading for each row execute function reading_stays();

create function finding_stays() returns trigger language plpgsql as $$
begin
  if not member_forgotten(old.physician_id) or new.reasons <> '{}' then
    raise exception 'What was found of a member stays until they are forgotten.';
  end if;
  return new;
end $$;
create trigger physician_finding_stays before update of reasons on physician_finding for each row execute function finding_stays();

create function decision_stays() returns trigger language plpgsql as $$
begin
  if new.note <> '' or not exists (select 1 from application a where a.id = old.application_id and a.npi = '') then
    raise exception 'The words of a decision stay as long as its file.';
  end if;
  return new;
end $$;
create trigger application_decision_stays before update on application_decision for each row execute function decision_stays();

grant update (raw, request, reasons) on monitoring_reading to imprimatur_app;
grant update (reasons) on physician_finding to imprimatur_app;
grant update (note) on application_decision to imprimatur_app;
grant execute on all functions in schema public to imprimatur_app;
