import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { IsInt, IsOptional, IsString, Length, Matches, Max, MaxLength, Min } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Search, SearchPages, type SearchKey, type SearchPage, type SearchResult } from '../publishing/index.js';
import { Clean, NoControls } from './http/clean.js';
import { Access, decodeCursor, encodeCursor, PageQuery, problemOf, requestSource } from './http/index.js';
import { validationPipe } from './http/validation.js';
import { SearchLimits } from './search-limits.js';

const slug = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const defaultLimit = 20;

export class SearchQuery extends PageQuery {
  @Clean() @IsString() @Length(1, 200) @NoControls() q: string;
  @IsOptional() @IsString() @MaxLength(80) @Matches(slug) category?: string;
  @IsOptional() @IsString() @MaxLength(80) @Matches(slug) specialty?: string;
  // Words are highlighted in each result.
  @IsOptional() @IsInt() @Min(1) @Max(50) declare limit?: number;
}

type SearchAnswer = Pick<SearchResult, 'searchedFor' | 'words' | 'didYouMean'> & {
  items: Omit<SearchResult['rows'][number], 'key'>[];
  next: string | null;
};

/** Search over live guides, for programs and as a page. Open to everybody. */
@Controller()
export class SearchController {
  constructor(
    private readonly search: Search,
    private readonly pages: SearchPages,
    private readonly limits: SearchLimits,
  ) {}

  @Get('api/v1/search')
  @Access('public')
  async find(@Query() query: SearchQuery, @Req() request: FastifyRequest): Promise<SearchAnswer> {
    await this.limits.count(requestSource(request));
    return this.answer(query);
  }

  /** The page behind the form on every page. What it cannot answer it says in words, so that a reader is never shown a document for programs. */
  @Get('search')
  @Access('public')
  async page(
    @Query() query: Record<string, unknown>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Buffer> {
    const fields = {
      q: text(query['q']).trim(),
      category: text(query['category']),
      specialty: text(query['specialty']),
    };
    const page = await this.pageOf(fields, text(query['cursor']), request);
    void reply.code(page.status).headers(page.headers);
    return page.body;
  }

  private async pageOf(
    fields: Record<'q' | 'category' | 'specialty', string>,
    cursor: string,
    request: FastifyRequest,
  ): Promise<SearchPage> {
    if (fields.q === '') return this.pages.render(fields, null);
    try {
      await this.limits.count(requestSource(request));
      const given = Object.entries({ ...fields, cursor }).filter(([, value]) => value !== '');
      const { items, next, ...outcome } = await this.answer(await checked(Object.fromEntries(given)));
      return await this.pages.render(fields, { ...outcome, guides: items, cursor: next });
    } catch (error) {
      const { status, headers } = problemOf(error);
      if (status !== 422 && status !== 429 && status !== 503) throw error;
      return this.pages.renderProblem(fields, status, headers);
    }
  }

  private async answer({ q, category, specialty, limit = defaultLimit, cursor }: SearchQuery): Promise<SearchAnswer> {
    const after = decodeCursor(cursor, 'found', 3) as SearchKey | undefined;
    const { rows, ...outcome } = await this.search.find({ q, category, specialty, limit, after });
    const items = rows.slice(0, limit);
    const last = rows.length > limit ? items.at(-1) : undefined;
    return {
      items: items.map(({ key: _key, ...item }) => item),
      next: last ? encodeCursor('found', last.key) : null,
      ...outcome,
    };
  }
}

/** A parameter that was given twice counts as not given. */
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

function checked(query: Record<string, unknown>): Promise<SearchQuery> {
  return validationPipe().transform(query, { type: 'query', metatype: SearchQuery }) as Promise<SearchQuery>;
}
