-- What a page was rendered with, beside the facts: the publisher's configuration and the frame of every page. Where either has changed since,
-- the next start puts the page in debt.

alter table page add column rendered_with text;
