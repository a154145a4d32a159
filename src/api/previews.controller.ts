import { Body, Controller, Delete, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsInt, IsString, Matches, Max, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import type { Actor } from '../identity/index.js';
import { Clock } from '../platform/clock.js';
import { Config } from '../platform/config.js';
import { mostPreviewHours, Previews, type PreviewEntry } from '../publishing/index.js';
import { Access, CurrentActor, IdPipe } from './http/index.js';
import { givePreview } from './http/session-cookie.js';
import { editorialRoles } from './editorial-roles.js';
import { MayBeAbsent } from './prose.js';
import { TakenDownTexts } from './taken-down-texts.js';

export class NewPreviewBody {
  /** How long the link works; 24 where nothing is said. */
  @MayBeAbsent() @IsInt() @Min(1) @Max(mostPreviewHours) hours?: number;
}

export class PreviewSecretBody {
  @IsString() @Matches(/^[\w-]{32,100}$/) secret: string;
}

/** Links by which a revision is read before it is published. */
@ApiTags('revisions')
@Controller('api/v1')
export class PreviewsController {
  constructor(
    private readonly previews: Previews,
    private readonly takenDown: TakenDownTexts,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** The link is shown this once. */
  @Post('revisions/:id/previews')
  @Access(editorialRoles)
  async create(
    @Param('id', IdPipe) id: string,
    @Body() { hours }: NewPreviewBody,
    @CurrentActor() actor: Actor,
  ): Promise<{ id: string; url: string; expiresAt: Date }> {
    await this.takenDown.mayRead('revision', id, actor);
    return this.previews.create(id, hours, actor);
  }

  @Get('revisions/:id/previews')
  @Access(editorialRoles)
  async list(@Param('id', IdPipe) id: string): Promise<{ items: PreviewEntry[] }> {
    return { items: await this.previews.list(id) };
  }

  @Delete('previews/:id')
  @HttpCode(204)
  @Access(editorialRoles)
  revoke(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<void> {
    return this.previews.revoke(id, actor);
  }

  /** Exchanges the secret of a link for a cookie that goes to /preview alone. */
  @Post('previews/sessions')
  @HttpCode(204)
  @Access('public')
  async exchange(
    @Body() { secret }: PreviewSecretBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const end = await this.previews.endOf(secret);
    const seconds = Math.ceil((end.getTime() - this.clock.now().getTime()) / 1000);
    givePreview(reply, secret, seconds, this.config.publicUrl);
  }
}
