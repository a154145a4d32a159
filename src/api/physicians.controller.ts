import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../identity/index.js';
import {
  Conflicts,
  Memberships,
  membershipStates,
  type Declaration,
  type MembershipDone,
} from '../physicians/index.js';
import type { Reason } from '../platform/errors.js';
import { ConflictBody, PhysicianTransitionBody } from './applications.bodies.js';
import { idempotencyOf } from './idempotency.js';
import { Access, CurrentActor, etag, IdPipe, PageQuery, requireIfMatch, type Page } from './http/index.js';
import { PhysicianQueries, type FindingEntry, type PhysicianEntry, type PhysicianView } from './physicians.queries.js';

export class PhysicianListQuery extends PageQuery {
  @IsOptional() @IsIn(membershipStates) status?: string;
  @IsOptional() @IsString() @MaxLength(60) specialty?: string;
}

@ApiTags('physicians')
@Controller('api/v1/physicians')
export class PhysiciansController {
  constructor(
    private readonly memberships: Memberships,
    private readonly conflicts: Conflicts,
    private readonly queries: PhysicianQueries,
  ) {}

  @Get()
  @Access(['verifier', 'admin'])
  list(@Query() query: PhysicianListQuery): Promise<Page<PhysicianEntry>> {
    return this.queries.list(query);
  }

  /** What the monitor found and nobody has settled yet: the monitoring lane. */
  @Get('findings')
  @Access(['verifier'])
  findings(@Query() query: PageQuery): Promise<Page<FindingEntry>> {
    return this.queries.findings(query);
  }

  /** Takes the next member of the monitoring lane, the gravest first. Refused, with the reasons, where there is none. */
  @Post('claims')
  @Access(['verifier'])
  takeNext(@Headers('idempotency-key') key: string | undefined, @CurrentActor() actor: Actor): Promise<MembershipDone> {
    return this.memberships.takeNext(actor, idempotencyOf(key, 'physicians/claims', {}, actor));
  }

  @Get(':id')
  @Access(['verifier', 'admin'])
  async read(@Param('id', IdPipe) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<PhysicianView> {
    const physician = await this.queries.one(id);
    void reply.header('etag', etag(physician.version));
    return physician;
  }

  /** A verifier says that they are a relative of the member, or referred them: they keep away for good. */
  @Post(':id/conflicts')
  @HttpCode(200)
  @Access(['verifier'])
  async declareConflict(
    @Param('id', IdPipe) id: string,
    @Body() { cause }: ConflictBody,
    @CurrentActor() actor: Actor,
  ): Promise<Declaration> {
    return this.conflicts.declare(await this.queries.fileOf(id), cause, actor);
  }

  @Get(':id/transitions')
  @Access(['verifier', 'admin'])
  async possible(
    @Param('id', IdPipe) id: string,
    @CurrentActor() actor: Actor,
  ): Promise<{ items: { name: string; label: string; allowed: boolean; reasons: Reason[] }[] }> {
    return { items: await this.memberships.possible(id, actor) };
  }

  @Post(':id/transitions')
  @Access(['verifier'])
  transition(
    @Param('id', IdPipe) id: string,
    @Body() { name, ...input }: PhysicianTransitionBody,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<MembershipDone> {
    const expected = ifMatch === undefined ? undefined : (version: number) => requireIfMatch(ifMatch, version);
    return this.memberships.perform({ id, name, input, actor, by: 'person', requestId: actor.requestId, expected });
  }
}
