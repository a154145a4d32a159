-- More kinds of pages: what a guide says of itself to machines and on its share image, what readers are told of reviewers, policies and
-- corrections. Who reviews has a page under the account.

alter table page add column account_id uuid references account;
alter table page drop constraint page_kind_check;
alter table page add constraint page_kind_check check (kind in ('guide', 'category', 'home', 'sitemap', 'feed', 'robots', 'image', 'physician',
  'apply', 'specialty', 'freshness', 'card', 'reviewer', 'policy', 'corrections', 'search', 'report'));
alter table page drop constraint page_check;
alter table page add constraint page_guide_check check ((kind in ('guide', 'freshness', 'card')) = (guide_id is not null));
alter table page add constraint page_account_check check ((kind = 'reviewer') = (account_id is not null));
create index page_account_idx on page (account_id) where account_id is not null;
