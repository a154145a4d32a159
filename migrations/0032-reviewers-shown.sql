-- Whoever signed what a live guide stands on has a page, rendered or owed, under an address of their own. Names that are withheld have none.
create view invariants.reviewer_without_page as
  select distinct r.signer_id as account_id from standing_review r join account a on a.id = r.signer_id and not a.name_withheld
   where not exists (
     select 1 from reviewer_slug s join page p on p.account_id = s.account_id and p.path = '/reviewers/' || s.slug
      where s.account_id = r.signer_id
        and (p.rendered_at is not null or exists (select 1 from page_debt d where d.page_id = p.id)));
grant select on invariants.reviewer_without_page to imprimatur_app;
