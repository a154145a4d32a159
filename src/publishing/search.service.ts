import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.js';
import { FOUND_END, FOUND_START, piecesOf, withoutMarkup, type FoundGuide, type SearchOutcome } from '../site/index.js';
import {
  composeQuery,
  fittingSynonyms,
  stemsOf,
  wordsOf,
  type Asked,
  type AskedFilter,
  type AskedSynonym,
  type AskedWord,
} from './search-query.js';
import { readRepairs, repaired } from './search-repairs.js';

/** Where a list of results goes on: whether the title has all words, the rank, the guide's id. */
export type SearchKey = readonly [inTitle: number, rank: number, id: string];

export interface SearchRequest extends AskedFilter {
  /** At least one character. */
  q: string;
  limit: number;
  after?: SearchKey | undefined;
}

/** A row more than `limit` where there is more. */
export type SearchResult = SearchOutcome & { rows: (FoundGuide & { key: SearchKey })[] };

interface Reading {
  words: AskedWord[];
  synonyms: AskedSynonym[];
}

interface Row {
  id: string;
  slug: string;
  category: string;
  categorySlug: string;
  language: string;
  lastReviewedOn: string | null;
  title: string;
  snippet: string;
  inTitle: number;
  rank: number;
}

/** Below so many results a misspelt word is looked for. */
const few = 3;

const reading = `
  with word as (
    select t.typed, t.n, tsvector_to_array(to_tsvector('guide_english', t.typed)) as english, tsvector_to_array(to_tsvector('guide_simple', t.typed)) as simple
      from unnest($1::text[]) with ordinality t(typed, n)),
  lexemes as (select array(select unnest(english) from word) as present)
  select coalesce((select json_agg(json_build_object('typed', typed, 'english', english, 'forms', json_build_array(english, simple)) order by n) from word), '[]') as words,
         coalesce((select json_agg(json_build_object('category', c.slug, 'instead', s.term_lexemes, 'say', s.same_lexemes) order by c.slug, s.term, s.same_as)
                     from category_synonym s join category c on c.id = s.category_id, lexemes l
                    where s.term_lexemes <@ l.present or s.same_lexemes <@ l.present), '[]') as synonyms`;

const marks = `StartSel=${FOUND_START}, StopSel=${FOUND_END}, HighlightAll=true`;

// Headlines are made of the rows that are shown alone. The join is what keeps everything but live texts out, whatever a document says; it is
// lateral because PostgreSQL, which cannot know how few candidates there are, would read the whole library beside them.
const results = `
  with found as (
    select c.guide_id as id, c.in_title::int as "inTitle", c.rank::float8 as rank, g.slug, g.language, g.last_reviewed_on as "lastReviewedOn", g.category_id, d.version_id, d.config
      from search_candidates($1::tsquery, $2::tsquery) c
     cross join lateral (select * from guide g where g.id = c.guide_id and g.status = 'live' offset 0) g
     cross join lateral (select * from search_document d where d.guide_id = c.guide_id and d.version_id = g.live_version_id offset 0) d),
  shown as (
    select f.* from found f
     where $3::int is null or (-f."inTitle", -f.rank, f.id) > (-$3::int, -$4::float8, $5::uuid)
     order by f."inTitle" desc, f.rank desc, f.id limit $6)
  select s.id, s."inTitle", s.rank, s.slug, s.language, s."lastReviewedOn", k.name as category, k.slug as "categorySlug",
         ts_headline(s.config, translate(v.title, '${FOUND_START}${FOUND_END}', ''), $2::tsquery, '${marks}') as title,
         ts_headline(s.config, search_excerpt(d.body, $7), $2::tsquery, '${marks}') as snippet
    from shown s join search_document d on d.guide_id = s.id join version v on v.id = s.version_id join category k on k.id = s.category_id
   order by s."inTitle" desc, s.rank desc, s.id`;

/** Search over live guides. Physicians are not in it. */
@Injectable()
export class Search {
  constructor(private readonly database: Database) {}

  /** What was searched for as typed; where that finds (almost) nothing, what was probably meant, and it says so. */
  async find(request: SearchRequest): Promise<SearchResult> {
    const typed = await this.read(request.q);
    const rows = await this.search(typed, request);
    if (rows.length >= few || request.after) return rows.length > 0 ? exactly(rows) : this.repair(typed, request);
    return rows.length > 0 ? this.suggest(typed, request, rows) : this.repair(typed, request);
  }

  private async read(q: string): Promise<Reading> {
    const { words, synonyms } = await this.database.one<Reading>(reading, [wordsOf(q)]);
    return { words, synonyms: fittingSynonyms(words, synonyms) };
  }

  private async search(
    { words, synonyms }: Reading,
    request: SearchRequest,
    join: 'and' | 'or' = 'and',
  ): Promise<SearchResult['rows']> {
    const asked: Asked | undefined = composeQuery(words, synonyms, request, join);
    if (!asked) return [];
    const [inTitle, rank, id] = request.after ?? [null, null, null];
    const values = [asked.match, asked.rank, inTitle, rank, id, request.limit + 1, stemsOf(words, synonyms)];
    return (await this.database.rows<Row>(results, values)).map(foundGuide);
  }

  /** Few results: they are shown, beside what a misspelt word may have meant. */
  private async suggest(typed: Reading, request: SearchRequest, rows: SearchResult['rows']): Promise<SearchResult> {
    const { changed, complete, text, words } = repaired(typed.words, await readRepairs(this.database, typed.words));
    if (!changed || !complete) return exactly(rows);
    const better = await this.search({ words, synonyms: typed.synonyms }, request);
    return better.length > rows.length ? { ...exactly(rows), didYouMean: text } : exactly(rows);
  }

  /** No result: unknown words are completed or corrected, and left out where nothing is like them; at last any of the words will do. */
  private async repair(typed: Reading, request: SearchRequest): Promise<SearchResult> {
    const { changed, text, words } = repaired(typed.words, await readRepairs(this.database, typed.words));
    const meant = { words, synonyms: typed.synonyms };
    const rows = changed ? await this.search(meant, request) : [];
    if (rows.length > 0) return { searchedFor: text, words: 'all', didYouMean: null, rows };
    if (words.length < 2) return exactly([]);
    const any = await this.search(meant, request, 'or');
    return any.length > 0 ? { searchedFor: text, words: 'any', didYouMean: null, rows: any } : exactly([]);
  }
}

function exactly(rows: SearchResult['rows']): SearchResult {
  return { searchedFor: null, words: 'all', didYouMean: null, rows };
}

function foundGuide({ id, slug, category, categorySlug, title, snippet, inTitle, rank, ...row }: Row) {
  return {
    path: `/guides/${slug}`,
    title: piecesOf(title),
    category: { slug: categorySlug, name: category },
    language: row.language,
    lastReviewedOn: row.lastReviewedOn,
    snippet: piecesOf(withoutMarkup(snippet)),
    key: [inTitle, rank, id] as const,
  };
}
