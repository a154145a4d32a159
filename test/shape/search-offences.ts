/** Offences about search and related guides, as those of `invariants.spec.ts`. `live` is a signed guide, `carried` one carried over. */
// prettier-ignore
export const searchOffences: [view: string, what: string, planted: string][] = [
  ['search_differs', 'a live guide that no search finds', `delete from search_document where guide_id = :live`],
  ['search_differs', 'a document of a guide that was taken down', `update guide set status = 'held' where id = :live`],
  ['search_differs', 'a document of an older text', `update search_document set version_id = (select live_version_id from guide where id = :carried) where guide_id = :live`],
  ['search_differs', 'a document with words that the text does not have', `update search_document set vector = vector || to_tsvector('guide_english', 'miracle') where guide_id = :live`],
  ['search_differs', 'a document with another text to show', `update search_document set body = body || ' miracle' where guide_id = :live`],
  ['related_unfounded', 'a related guide in another language', `insert into related_guide values (:live, 1, :carried); update guide set language = 'de-DE' where id = :carried`],
  ['related_unfounded', 'a related guide that was taken down, and no new choice is due', `delete from related_debt; insert into related_guide values (:live, 1, :carried); update guide set status = 'held' where id = :carried`],
];
