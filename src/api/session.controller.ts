import { Body, Controller, Delete, Get, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsEmail, IsOptional, IsString, Matches, MaxLength } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Sessions, SignIn, type Actor, type SessionEntry } from '../identity/index.js';
import { Config } from '../platform/config.js';
import { Access, CurrentActor, requestSource } from './http/index.js';
import { giveSession, sessionSecret, takeSession } from './http/session-cookie.js';

/** Longer than any password may be; a bound for the hash. */
const longestInput = 512;

export class ShownSecrets {
  @IsString()
  @MaxLength(longestInput)
  password: string;

  /** The authenticator's six digits, where one is enrolled. */
  @IsOptional()
  @Matches(/^\d{6}$/, { message: 'totp must be six digits' })
  totp?: string;
}

export class SignInBody extends ShownSecrets {
  @IsEmail()
  @MaxLength(254)
  email: string;
}

/** Who is signed in, as the desk shows it. */
export interface Me {
  accountId: string;
  name: string;
  postNominals: string;
  email: string;
  roles: string[];
  leadOf: 'all' | readonly string[];
  via: string;
  method: string;
  reauthenticatedAt: Date | null;
}

@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly signIn: SignIn,
    private readonly sessions: Sessions,
    private readonly config: Config,
  ) {}

  /** Signs in: sets the session's cookie. */
  @Post()
  @Access('public')
  async create(
    @Body() body: SignInBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Me | null> {
    const { publicUrl } = this.config;
    const previous = sessionSecret(request, publicUrl);
    const shown = { email: body.email, password: body.password, code: body.totp, previous };
    const secret = await this.signIn.signIn(shown, requestSource(request));
    giveSession(reply, secret, publicUrl);
    const actor = await this.sessions.actor(secret, request.id);
    return actor ? meOf(actor) : null;
  }

  @Get()
  @Access('signed-in')
  read(@CurrentActor() actor: Actor): Me {
    return meOf(actor);
  }

  /** Signs out. */
  @Delete()
  @HttpCode(204)
  @Access('signed-in', { sessionOnly: true })
  async end(@CurrentActor() actor: Actor, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    await this.sessions.signOut(actor);
    takeSession(reply, this.config.publicUrl);
    // What the browser kept of the desk goes too (ASVS 14.3.1).
    void reply.header('clear-site-data', '"cache", "storage"');
  }

  /** Shows password and code again, for five minutes of what needs them fresh. */
  @Post('reauthentication')
  @HttpCode(200)
  @Access('signed-in', { sessionOnly: true })
  async reauthenticate(@CurrentActor() actor: Actor, @Body() body: ShownSecrets, @Req() request: FastifyRequest) {
    const shown = { password: body.password, code: body.totp };
    const { at, until } = await this.signIn.reauthenticate(actor, shown, requestSource(request));
    return { reauthenticatedAt: at, validUntil: until };
  }

  @Get('list')
  @Access('signed-in', { sessionOnly: true })
  async list(@CurrentActor() actor: Actor): Promise<{ items: SessionEntry[] }> {
    return { items: await this.sessions.list(actor) };
  }

  /** Ends one of one's own sessions. */
  @Delete('list/:id')
  @HttpCode(204)
  @Access('signed-in', { sessionOnly: true })
  async endOne(@CurrentActor() actor: Actor, @Param('id') id: string): Promise<void> {
    await this.sessions.end(actor, id);
  }
}

function meOf({ accountId, name, postNominals, email, roles, leadOf, via, method, reauthenticatedAt }: Actor): Me {
  return { accountId, name, postNominals, email, roles: [...roles].sort(), leadOf, via, method, reauthenticatedAt };
}
