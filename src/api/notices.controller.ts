import { Body, Controller, Headers, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import { Transitions, type Done } from '../editorial/index.js';
import type { Actor } from '../identity/index.js';
import { Clean, NoControls } from './http/clean.js';
import { Access, CurrentActor } from './http/index.js';
import { idempotencyOf } from './idempotency.js';

const mostGuides = 200;

export class NewNoticesBody {
  // One id has one spelling: a guide is named once, and guides are locked in one order.
  @Transform(({ value }: { value: unknown }) =>
    Array.isArray(value) ? value.map((id: unknown) => (typeof id === 'string' ? id.toLowerCase() : id)) : value,
  )
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(mostGuides)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  guideIds: string[];
  /** Printed on each page. */
  @Clean() @IsString() @Length(1, 1000) @NoControls() notice: string;
  @Clean() @IsString() @Length(1, 200) @NoControls() sourceTitle: string;
  /** An https address. */
  @IsString() @MaxLength(500) @NoControls() sourceUrl: string;
}

/** One safety notice above the texts of many guides at once: on all of them, or on none. */
@ApiTags('notices')
@Controller('api/v1/notices')
export class NoticesController {
  constructor(private readonly transitions: Transitions) {}

  @Post()
  @Access(['safety'])
  async putUp(
    @Body() { guideIds, ...input }: NewNoticesBody,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<{ items: Done[] }> {
    const answer = await this.transitions.performAll(
      guideIds.map((id) => ({ noun: 'guide', id, name: 'notice', input, actor, requestId: actor.requestId })),
      idempotencyOf(key, 'notices', { guideIds, ...input }, actor),
    );
    return answer.body;
  }
}
