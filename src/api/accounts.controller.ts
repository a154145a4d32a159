import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { FreshnessJobs } from '../freshness/index.js';
import {
  AccountDisabling,
  AccountQueries,
  Accounts,
  Credentials,
  Roles,
  Totp,
  type AccountView,
  type Actor,
  type CredentialView,
} from '../identity/index.js';
import { Forbidden } from '../platform/errors.js';
import {
  AccountPatch,
  AccountsQuery,
  NewAccountBody,
  NewCredentialBody,
  NewDisablement,
  NewRole,
  NewStandingBody,
  Reason,
} from './accounts.bodies.js';
import {
  Access,
  CurrentActor,
  decodeCursor,
  defaultPageSize,
  etag,
  IdPipe,
  requireIfMatch,
  toPage,
  type Page,
} from './http/index.js';
import { idempotencyOf } from './idempotency.js';

// Who plans, checks or administers people sees their accounts; everybody sees their own.
const staff = ['admin', 'lead', 'director', 'verifier'] as const;

@ApiTags('accounts')
@Controller('api/v1/accounts')
export class AccountsController {
  constructor(
    private readonly accounts: Accounts,
    private readonly queries: AccountQueries,
    private readonly roles: Roles,
    private readonly disabling: AccountDisabling,
    private readonly freshness: FreshnessJobs,
    private readonly credentials: Credentials,
    private readonly totp: Totp,
  ) {}

  @Get()
  @Access(staff)
  async list(@Query() query: AccountsQuery): Promise<Page<AccountView>> {
    const { sort = 'name', limit = defaultPageSize } = query;
    const after = decodeCursor(query.cursor, sort, 2);
    const disabled = query.disabled === undefined ? undefined : query.disabled === 'true';
    const rows = await this.queries.list({ role: query.role, disabled, sort, after, limit: limit + 1 });
    return toPage(rows, limit, sort, (row) => [sort === 'name' ? row.name : row.createdAt.toISOString(), row.id]);
  }

  /** Makes an account and mails its owner a link to set a password. */
  @Post()
  @Access(['admin'], { sessionOnly: true })
  async create(
    @CurrentActor() actor: Actor,
    @Body() body: NewAccountBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountView> {
    return this.show(await this.accounts.create(actor, body), reply);
  }

  @Get(':id')
  @Access('signed-in')
  async read(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountView> {
    onlyStaffOrOneself(actor, id);
    return this.show(id, reply);
  }

  /** An admin changes everything, a lead whether a name is withheld, a person their own languages, absence and weekly reviews. */
  @Patch(':id')
  @Access('signed-in')
  async change(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() body: AccountPatch,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccountView> {
    await this.accounts.change(actor, id, body, (version) => requireIfMatch(ifMatch, version));
    return this.show(id, reply);
  }

  @Post(':id/roles')
  @Access(['admin'], { sessionOnly: true })
  async grant(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: NewRole,
  ): Promise<{ id: string }> {
    return { id: await this.roles.grant(actor, id, body) };
  }

  @Delete(':id/roles/:grantId')
  @HttpCode(204)
  @Access(['admin'], { sessionOnly: true })
  async revoke(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('grantId', IdPipe) grantId: string,
  ): Promise<void> {
    await this.roles.revoke(actor, id, grantId);
  }

  /** Its guides go to the successor and its reviews back to the queue, in the same act. */
  @Post(':id/disablement')
  @HttpCode(204)
  @Access(['admin'], { sessionOnly: true })
  async disable(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: NewDisablement,
  ): Promise<void> {
    await this.disabling.disable(actor, id, body, (tx, reviewIds) => this.freshness.returnNow(tx, reviewIds));
  }

  @Delete(':id/disablement')
  @HttpCode(204)
  @Access(['admin'], { sessionOnly: true })
  async enable(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.disabling.enable(actor, id);
  }

  /** Removes the authenticator of somebody who lost it. */
  @Post(':id/totp-removal')
  @HttpCode(204)
  @Access(['admin'], { sessionOnly: true })
  async clearTotp(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string, @Body() body: Reason): Promise<void> {
    await this.totp.clear(actor, id, body.reason);
  }

  @Get(':id/credentials')
  @Access('signed-in')
  async readCredentials(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
  ): Promise<{ items: CredentialView[] }> {
    onlyStaffOrOneself(actor, id);
    return { items: await this.credentials.list(id) };
  }

  @Post(':id/credentials')
  @Access(['verifier', 'admin'], { sessionOnly: true })
  async recordCredential(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Body() body: NewCredentialBody,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<{ id: string }> {
    const idempotency = idempotencyOf(key, `accounts/${id}/credentials`, body, actor);
    return { id: await this.credentials.record(actor, id, body, idempotency) };
  }

  @Post(':id/credentials/:credentialId/standings')
  @HttpCode(204)
  @Access(['verifier', 'admin'], { sessionOnly: true })
  async addStanding(
    @CurrentActor() actor: Actor,
    @Param('id', IdPipe) id: string,
    @Param('credentialId', IdPipe) credentialId: string,
    @Body() body: NewStandingBody,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<void> {
    const idempotency = idempotencyOf(key, `accounts/${id}/credentials/${credentialId}/standings`, body, actor);
    await this.credentials.addStanding(actor, id, credentialId, body, idempotency);
  }

  private async show(id: string, reply: FastifyReply): Promise<AccountView> {
    const view = await this.queries.read(id);
    void reply.header('etag', etag(view.version));
    return view;
  }
}

function onlyStaffOrOneself(actor: Actor, id: string): void {
  if (actor.accountId !== id && !staff.some((role) => actor.roles.has(role))) throw new Forbidden();
}
