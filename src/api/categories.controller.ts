import { Body, Controller, Get, Headers, Param, Patch, Post, Res } from '@nestjs/common';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsInt, IsString, Length, Max, MaxLength, Min } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { Categories, type CategoryRow } from '../guides/index.js';
import type { Actor } from '../identity/index.js';
import { Clean, NoControls } from './http/clean.js';
import { Access, CurrentActor, etag, IdPipe, requireIfMatch } from './http/index.js';
import { MayBeAbsent } from './prose.js';

export class NewCategoryBody {
  @IsString() @MaxLength(80) slug: string;
  @Clean() @IsString() @Length(1, 80) @NoControls() name: string;
  /** A sentence or two for readers. */
  @MayBeAbsent() @Clean() @IsString() @MaxLength(300) @NoControls() description?: string;
  @IsInt() @Min(3) @Max(36) cadenceMonths: number;
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(80, { each: true })
  specialties: string[];
}

export class CategoryChangeBody {
  @MayBeAbsent() @Clean() @IsString() @Length(1, 80) @NoControls() name?: string;
  @MayBeAbsent() @Clean() @IsString() @MaxLength(300) @NoControls() description?: string;
  @MayBeAbsent() @IsInt() @Min(3) @Max(36) cadenceMonths?: number;
  @MayBeAbsent()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(80, { each: true })
  specialties?: string[];
}

@Controller('api/v1')
export class CategoriesController {
  constructor(private readonly categories: Categories) {}

  @Get('categories')
  @Access('signed-in')
  async list(): Promise<{ items: CategoryRow[] }> {
    return { items: await this.categories.list() };
  }

  @Get('specialties')
  @Access('signed-in')
  async specialties(): Promise<{ items: unknown[] }> {
    return { items: await this.categories.specialties() };
  }

  @Post('categories')
  @Access(['admin'])
  create(@Body() body: NewCategoryBody, @CurrentActor() actor: Actor): Promise<{ id: string }> {
    return this.categories.create(body, actor);
  }

  @Get('categories/:id')
  @Access('signed-in')
  async read(@Param('id', IdPipe) id: string, @Res({ passthrough: true }) reply: FastifyReply): Promise<CategoryRow> {
    const category = await this.categories.one(id);
    void reply.header('etag', etag(category.version));
    return category;
  }

  @Patch('categories/:id')
  @Access(['admin', 'director'])
  change(
    @Param('id', IdPipe) id: string,
    @Body() body: CategoryChangeBody,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<CategoryRow> {
    return this.categories.change(id, body, (version) => requireIfMatch(ifMatch, version), actor);
  }
}
