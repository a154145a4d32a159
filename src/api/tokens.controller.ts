import { Body, Controller, Delete, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsDate, IsString, Length } from 'class-validator';
import { ApiTokens, type Actor, type ApiTokenEntry } from '../identity/index.js';
import { Clean, Instant, NoControls } from './http/clean.js';
import { Access, CurrentActor, IdPipe } from './http/index.js';

export class NewToken {
  @Clean()
  @IsString()
  @Length(1, 100)
  @NoControls()
  name: string;

  @Instant()
  @IsDate()
  expiresAt: Date;
}

/** Bearer tokens of one's own, for programs. */
@ApiTags('tokens')
@Controller('api/v1/tokens')
export class TokensController {
  constructor(private readonly tokens: ApiTokens) {}

  @Get()
  @Access('signed-in', { sessionOnly: true })
  async list(@CurrentActor() actor: Actor): Promise<{ items: ApiTokenEntry[] }> {
    return { items: await this.tokens.list(actor) };
  }

  /** Creates a token; the answer is the only place that ever shows it. */
  @Post()
  @Access('signed-in', { sessionOnly: true })
  create(@CurrentActor() actor: Actor, @Body() body: NewToken): Promise<ApiTokenEntry & { token: string }> {
    return this.tokens.create(actor, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Access('signed-in', { sessionOnly: true })
  async revoke(@CurrentActor() actor: Actor, @Param('id', IdPipe) id: string): Promise<void> {
    await this.tokens.revoke(actor, id);
  }
}
