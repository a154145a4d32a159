import { Body, Controller, Get, Headers, Param, Put, Res } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsString, Length, ValidateNested } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { CategorySynonyms, type Synonym } from '../guides/index.js';
import type { Actor } from '../identity/index.js';
import { Clean, NoControls } from './http/clean.js';
import { Access, CurrentActor, etag, requireIfMatch } from './http/index.js';

export class SynonymBody {
  @Clean() @IsString() @Length(2, 80) @NoControls() term: string;
  @Clean() @IsString() @Length(2, 80) @NoControls() sameAs: string;
}

export class SynonymsBody {
  @IsArray()
  @ArrayMaxSize(500)
  @ValidateNested({ each: true })
  @Type(() => SynonymBody)
  items: SynonymBody[];
}

/** What readers call things that the guides of a category call otherwise. */
@Controller('api/v1/categories/:slug/synonyms')
export class SynonymsController {
  constructor(private readonly synonyms: CategorySynonyms) {}

  @Get()
  @Access('signed-in')
  async list(
    @Param('slug') slug: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ items: Synonym[] }> {
    const { items, version } = await this.synonyms.list(slug);
    void reply.header('etag', etag(version));
    return { items };
  }

  @Put()
  @Access(['admin', 'lead'])
  async replace(
    @Param('slug') slug: string,
    @Body() { items }: SynonymsBody,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ items: Synonym[] }> {
    const kept = await this.synonyms.replace(slug, items, (version) => requireIfMatch(ifMatch, version), actor);
    void reply.header('etag', etag(kept.version));
    return { items: kept.items };
  }
}
