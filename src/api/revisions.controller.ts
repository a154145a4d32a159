import { Body, Controller, Delete, Get, Headers, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { Editorial, revisionStates, type Done, type Possible } from '../editorial/index.js';
import { changedParts, isPartKey, lint, type Finding } from '../guides/index.js';
import type { Actor } from '../identity/index.js';
import { Missing, PreconditionMissing } from '../platform/errors.js';
import { Access, CurrentActor, etag, IdPipe, PageQuery, type Page } from './http/index.js';
import { editorialRoles } from './editorial-roles.js';
import { RevisionQueries, type RevisionEntry, type VersionView } from './revisions.queries.js';
import { TakenDownTexts } from './taken-down-texts.js';
import { TransitionBody } from './transition.body.js';
import { TransitionEndpoint } from './transition-endpoint.js';

export class RevisionListQuery extends PageQuery {
  @IsOptional() @IsIn(revisionStates) status?: string;
  @IsOptional() @IsUUID() guideId?: string;
}

/** The number in a part's ETag; `If-None-Match: *` says that the part is new. */
function partEtag(ifMatch: string | undefined, ifNoneMatch: string | undefined): number | null {
  if (ifMatch === undefined && ifNoneMatch === '*') return null;
  if (ifMatch === undefined) throw new PreconditionMissing();
  const number = /^"(\d{1,9})"$/.exec(ifMatch.trim())?.[1];
  // A tag of another shape matches nothing.
  return number === undefined ? -1 : Number(number);
}

@Controller('api/v1')
export class RevisionsController {
  constructor(
    private readonly editorial: Editorial,
    private readonly queries: RevisionQueries,
    private readonly endpoint: TransitionEndpoint,
    private readonly takenDown: TakenDownTexts,
  ) {}

  @Get('revisions')
  @Access(editorialRoles)
  list(@Query() query: RevisionListQuery): Promise<Page<RevisionEntry>> {
    return this.queries.list(query);
  }

  @Get('revisions/:id')
  @Access(editorialRoles)
  async read(
    @Param('id', IdPipe) id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<unknown> {
    await this.takenDown.mayRead('revision', id, actor);
    const [revision, draft] = await Promise.all([this.queries.one(id), this.editorial.draft(id)]);
    void reply.header('etag', etag(draft.version));
    return {
      ...revision,
      content: draft.content,
      parts: draft.parts.map((part) => ({ ...part, etag: etag(part.etag) })),
    };
  }

  @Put('revisions/:id/parts/:key')
  @Access(['editor'])
  async save(
    @Param('id', IdPipe) id: string,
    @Param('key') key: string,
    @Req() request: FastifyRequest,
    @Headers('if-match') ifMatch: string | undefined,
    @Headers('if-none-match') ifNoneMatch: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ etag: string }> {
    if (!isPartKey(key)) throw new Missing('part');
    const saved = await this.editorial.save(id, key, request.body, partEtag(ifMatch, ifNoneMatch), actor);
    void reply.header('etag', etag(saved.etag));
    return { etag: etag(saved.etag) };
  }

  @Delete('revisions/:id/parts/:key')
  @Access(['editor'])
  async remove(
    @Param('id', IdPipe) id: string,
    @Param('key') key: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<{ removed: true }> {
    if (!isPartKey(key)) throw new Missing('part');
    await this.editorial.removeSection(id, key, partEtag(ifMatch, undefined), actor);
    return { removed: true };
  }

  @Get('revisions/:id/lint')
  @Access(editorialRoles)
  async lint(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<{ items: Finding[] }> {
    await this.takenDown.mayRead('revision', id, actor);
    return { items: lint((await this.editorial.draft(id)).content) };
  }

  @Get('revisions/:id/conflicts')
  @Access(editorialRoles)
  async conflicts(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<{ items: unknown[] }> {
    await this.takenDown.mayRead('revision', id, actor);
    return { items: await this.editorial.conflicts(id) };
  }

  @Get('revisions/:id/transitions')
  @Access(editorialRoles)
  possible(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<{ items: Possible[] }> {
    return this.endpoint.list('revision', id, actor);
  }

  @Post('revisions/:id/transitions')
  @Access('signed-in')
  transition(
    @Param('id', IdPipe) id: string,
    @Body() body: TransitionBody,
    @Headers('idempotency-key') key: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<Done> {
    return this.endpoint.post('revision', id, body, actor, { key, ifMatch });
  }

  @Get('versions/:id')
  @Access(editorialRoles)
  async version(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<VersionView> {
    await this.takenDown.mayRead('version', id, actor);
    return this.queries.version(id);
  }

  /** What changed between two versions, part by part, with both texts. */
  @Get('versions/:id/changes/:from')
  @Access(editorialRoles)
  async changes(
    @Param('id', IdPipe) id: string,
    @Param('from', IdPipe) from: string,
    @CurrentActor() actor: Actor,
  ): Promise<{ items: unknown[] }> {
    await this.takenDown.mayRead('version', id, actor);
    await this.takenDown.mayRead('version', from, actor);
    const [after, before] = await Promise.all([this.queries.version(id), this.queries.version(from)]);
    return { items: changedParts(before.content, after.content) };
  }
}
