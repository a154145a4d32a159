import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../identity/index.js';
import {
  Applications,
  Claims,
  Conflicts,
  Verification,
  type ApplicationDone,
  type ApplicationTransition,
  type Declaration,
  type PossibleForApplication,
} from '../physicians/index.js';
import {
  ApplicationListQuery,
  ApplicationTransitionBody,
  ConflictBody,
  HumanResultBody,
  NextClaimBody,
  ResolutionBody,
} from './applications.bodies.js';
import { ApplicationQueries, type ApplicationEntry, type ApplicationView } from './applications.queries.js';
import { Access, CurrentActor, etag, IdPipe, requireIfMatch, type Page } from './http/index.js';
import { idempotencyOf } from './idempotency.js';
import { NumberPipe } from './number.pipe.js';

/** What verifiers do with the files of applicants. */
@ApiTags('applications')
@Controller('api/v1/applications')
export class ApplicationsController {
  constructor(
    private readonly applications: Applications,
    private readonly claims: Claims,
    private readonly conflicts: Conflicts,
    private readonly verification: Verification,
    private readonly queries: ApplicationQueries,
  ) {}

  @Get()
  @Access(['verifier'])
  list(@Query() query: ApplicationListQuery, @CurrentActor() actor: Actor): Promise<Page<ApplicationEntry>> {
    return this.queries.list({ ...query, mine: query.mine === 'true' ? actor.accountId : undefined });
  }

  /** Takes the next file that waits, the most pressing first. Refused, with the reasons, where there is none. */
  @Post('claims')
  @Access(['verifier'])
  claimNext(
    @Body() body: NextClaimBody,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<ApplicationDone> {
    return this.claims.next(body, actor, idempotencyOf(key, 'applications/claims', body, actor));
  }

  @Get(':id')
  @Access(['verifier'])
  async read(
    @Param('id', IdPipe) id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApplicationView> {
    await this.conflicts.refuseConcerned(id, actor.accountId);
    const application = await this.queries.one(id);
    void reply.header('etag', etag(application.version)).header('cache-control', 'no-store');
    return application;
  }

  @Get(':id/transitions')
  @Access(['verifier'])
  async possible(
    @Param('id', IdPipe) id: string,
    @CurrentActor() actor: Actor,
  ): Promise<{ items: PossibleForApplication[] }> {
    return { items: await this.applications.possible(id, actor) };
  }

  @Post(':id/transitions')
  @Access(['verifier'])
  async transition(
    @Param('id', IdPipe) id: string,
    @Body() body: ApplicationTransitionBody,
    @Headers('idempotency-key') key: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<ApplicationDone> {
    const { name, ...input } = body;
    const answer = await this.applications.perform({
      id,
      name: name as ApplicationTransition,
      input,
      actor,
      by: 'person',
      requestId: actor.requestId,
      idempotency: idempotencyOf(key, `applications/${id}/transitions`, body, actor),
      expected: ifMatch === undefined ? undefined : (version) => requireIfMatch(ifMatch, version),
    });
    return answer.body;
  }

  /** Keeps the caller away from a file, and takes it from them. The same answer however often it is declared, but for `released`. */
  @Post(':id/conflicts')
  @HttpCode(200)
  @Access(['verifier'])
  declareConflict(
    @Param('id', IdPipe) id: string,
    @Body() { cause }: ConflictBody,
    @CurrentActor() actor: Actor,
  ): Promise<Declaration> {
    return this.conflicts.declare(id, cause, actor);
  }

  /** Keeps what the holder found at a primary source. */
  @Post(':id/checks')
  @Access(['verifier'])
  async record(
    @Param('id', IdPipe) id: string,
    @Body() body: HumanResultBody,
    @CurrentActor() actor: Actor,
  ): Promise<{ id: number }> {
    return { id: await this.verification.record(id, body, actor) };
  }

  /** Settles a result: a review by the holder, a fail by a second verifier. */
  @Post(':id/checks/:result/resolution')
  @HttpCode(200)
  @Access(['verifier'])
  settle(
    @Param('id', IdPipe) id: string,
    @Param('result', NumberPipe) result: number,
    @Body() { evidence }: ResolutionBody,
    @CurrentActor() actor: Actor,
  ): Promise<{ kind: string }> {
    return this.verification.settle(id, result, evidence, actor);
  }
}
