-- Letters that a mailbox refuses, and what is forgotten of a former member.

-- When the mail server last did not take it: whoever waits longest is tried first.
alter table expiry_reminder add column failed_at timestamptz;
grant update (failed_at) on expiry_reminder to imprimatur_app;
