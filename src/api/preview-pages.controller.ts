import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../platform/config.js';
import { PreviewPages, Previews, type MadePage } from '../publishing/index.js';
import { Access } from './http/index.js';
import { previewSecret } from './http/session-cookie.js';

/** What holders of a preview read. Each look asks anew whether it still holds. */
@ApiExcludeController()
@Controller('preview')
export class PreviewPagesController {
  constructor(
    private readonly previews: Previews,
    private readonly pages: PreviewPages,
    private readonly config: Config,
  ) {}

  @Get('open')
  @Access('public')
  open(@Res() reply: FastifyReply): void {
    send(reply, this.pages.door());
  }

  @Get()
  @Access('public')
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const revision = await this.revision(request, true);
    send(reply, revision ? await this.pages.page(revision) : this.pages.over());
  }

  @Get('compare')
  @Access('public')
  async compare(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const revision = await this.revision(request, true);
    send(reply, revision ? await this.pages.comparison(revision) : this.pages.over());
  }

  @Get('images/:digest')
  @Access('public')
  async picture(
    @Param('digest') digest: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const revision = await this.revision(request, false);
    const picture = revision && (await this.pages.picture(revision, digest));
    if (!picture) {
      send(reply, this.pages.over());
      return;
    }
    void reply
      .headers({
        'content-type': picture.mediaType,
        'cache-control': 'no-store',
        'content-security-policy': 'sandbox',
        'x-content-type-options': 'nosniff',
        'x-robots-tag': 'noindex',
      })
      .send(picture.bytes);
  }

  private revision(request: FastifyRequest, counts: boolean): Promise<string | undefined> {
    return this.previews.view(previewSecret(request, this.config.publicUrl), { counts });
  }
}

function send(reply: FastifyReply, { status, headers, html }: MadePage): void {
  void reply.code(status).headers(headers).send(html);
}
