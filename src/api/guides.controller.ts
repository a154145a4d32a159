import { Body, Controller, Get, Headers, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Matches, Max, MaxLength, Min, ValidateIf } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Editorial, type Done, type Possible } from '../editorial/index.js';
import type { Actor } from '../identity/index.js';
import { NoControls } from './http/clean.js';
import { Access, CurrentActor, etag, IdPipe, PageQuery, requireIfMatch, type Page } from './http/index.js';
import { editorialRoles } from './editorial-roles.js';
import { GuideQueries, type GuideEntry, type GuideFilter, type GuideView, guideSorts } from './guides.queries.js';
import { idempotencyOf } from './idempotency.js';
import { MayBeAbsent, Prose } from './prose.js';
import { PublicationQueries, type PublicationEntry } from './publications.queries.js';
import { TakenDownTexts } from './taken-down-texts.js';
import { TransitionBody } from './transition.body.js';
import { TransitionEndpoint } from './transition-endpoint.js';

const language = /^[a-z]{2,3}(-[A-Z]{2})?$/;

export class NewGuideBody {
  @IsString() @MaxLength(200) slug: string;
  @IsString() @MaxLength(160) @NoControls() title: string;
  @IsString() @MaxLength(80) category: string;
  @MayBeAbsent() @Matches(language) language?: string;
  @MayBeAbsent() @IsUUID() sourceGuideId?: string;
  @MayBeAbsent() @IsUUID() ownerId?: string;
  @MayBeAbsent() @IsInt() @Min(3) @Max(36) cadenceMonths?: number;
  @MayBeAbsent() @IsString() @MaxLength(1000) @Prose() cadenceReason?: string;
}

export class GuideSettingsBody {
  @MayBeAbsent() @IsUUID() ownerId?: string;
  @ValidateIf((body: GuideSettingsBody) => body.cadenceMonths !== null && body.cadenceMonths !== undefined)
  @IsInt()
  @Min(3)
  @Max(36)
  cadenceMonths?: number | null;
  @MayBeAbsent() @IsString() @MaxLength(1000) @Prose() cadenceReason?: string;
}

export class GuideListQuery extends PageQuery implements GuideFilter {
  @IsOptional() @IsIn(['unpublished', 'live', 'held', 'withdrawn', 'archived', 'legal']) status?: string;
  @IsOptional() @IsString() @MaxLength(80) category?: string;
  @IsOptional() @IsIn(['unreviewed', 'current', 'due-soon', 'stale']) freshness?: string;
  @IsOptional() @IsUUID() ownerId?: string;
  @IsOptional() @IsIn(guideSorts) sort?: (typeof guideSorts)[number];
}

export class OpenRevisionBody {
  @MayBeAbsent() @IsIn(['ordinary', 'minor']) kind?: 'ordinary' | 'minor';
}

@Controller('api/v1/guides')
export class GuidesController {
  constructor(
    private readonly editorial: Editorial,
    private readonly queries: GuideQueries,
    private readonly publications: PublicationQueries,
    private readonly takenDown: TakenDownTexts,
    private readonly endpoint: TransitionEndpoint,
  ) {}

  @Get()
  @Access(editorialRoles)
  list(@Query() query: GuideListQuery): Promise<Page<GuideEntry>> {
    return this.queries.list(query);
  }

  @Post()
  @Access(['editor', 'admin'])
  create(
    @Body() body: NewGuideBody,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<{ guideId: string; revisionId: string }> {
    const idempotency = idempotencyOf(key, 'guides', body, actor);
    return this.editorial.createGuide({ ...body, language: body.language ?? 'en-US' }, actor, idempotency);
  }

  @Get(':id')
  @Access(editorialRoles)
  async read(@Param('id', IdPipe) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<GuideView> {
    const guide = await this.queries.one(id);
    void reply.header('etag', etag(guide.version));
    return guide;
  }

  @Patch(':id')
  @Access(['editor', 'lead', 'director'])
  change(
    @Param('id', IdPipe) id: string,
    @Body() body: GuideSettingsBody,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<{ version: number }> {
    return this.editorial.changeSettings(id, body, (version) => requireIfMatch(ifMatch, version), actor);
  }

  @Post(':id/revisions')
  @Access(['editor'])
  open(
    @Param('id', IdPipe) id: string,
    @Body() body: OpenRevisionBody,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<Done> {
    return this.endpoint.open(id, body.kind ?? 'ordinary', actor, key);
  }

  @Get(':id/publications')
  @Access(editorialRoles)
  async published(
    @Param('id', IdPipe) id: string,
    @Query() query: PageQuery,
    @CurrentActor() actor: Actor,
  ): Promise<Page<PublicationEntry>> {
    await this.takenDown.mayRead('guide', id, actor);
    return this.publications.list(id, query);
  }

  @Get(':id/transitions')
  @Access(editorialRoles)
  possible(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<{ items: Possible[] }> {
    return this.endpoint.list('guide', id, actor);
  }

  @Post(':id/transitions')
  @Access('signed-in')
  transition(
    @Param('id', IdPipe) id: string,
    @Body() body: TransitionBody,
    @Headers('idempotency-key') key: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<Done> {
    return this.endpoint.post('guide', id, body, actor, { key, ifMatch });
  }
}
