import { Body, Controller, Get, Headers, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID, Length, MaxLength } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { reviewStates, type Done, type Possible } from '../editorial/index.js';
import type { GuideContent } from '../guides/index.js';
import type { Actor } from '../identity/index.js';
import { checklist, ReviewDesk, type Answer, type ChecklistItem } from '../reviews/index.js';
import { Access, CurrentActor, etag, IdPipe, PageQuery, requireIfMatch, type Page } from './http/index.js';
import { editorialRoles } from './editorial-roles.js';
import { idempotencyOf } from './idempotency.js';
import { NumberPipe } from './number.pipe.js';
import { MayBeAbsent, Prose } from './prose.js';
import { ReviewQueries, type CommentView, type ReviewEntry, type ReviewView } from './reviews.queries.js';
import { TakenDownTexts } from './taken-down-texts.js';
import { TransitionBody } from './transition.body.js';
import { TransitionEndpoint } from './transition-endpoint.js';

export class ReviewListQuery extends PageQuery {
  @IsOptional() @IsIn(reviewStates) status?: string;
  @IsOptional() @IsIn(['full', 'changes', 'recheck', 'after-the-fact']) kind?: string;
  @IsOptional() @IsUUID() assigneeId?: string;
  @IsOptional() @IsUUID() guideId?: string;
}

export class AnswerBody {
  @IsIn(['yes', 'no', 'not-applicable']) answer: Answer;
  @MayBeAbsent() @IsString() @MaxLength(2000) @Prose() note?: string;
}

export class CommentBody {
  @IsString() @MaxLength(120) part: string;
  @IsString() @Length(1, 1000) quote: string;
  @IsString() @Length(1, 4000) @Prose() body: string;
  @IsBoolean() blocking: boolean;
}

export class CommentAnswerBody {
  @IsString() @Length(1, 4000) @Prose() answer: string;
}

@Controller('api/v1')
export class ReviewsController {
  constructor(
    private readonly desk: ReviewDesk,
    private readonly queries: ReviewQueries,
    private readonly endpoint: TransitionEndpoint,
    private readonly takenDown: TakenDownTexts,
  ) {}

  @Get('checklist')
  @Access('signed-in')
  checklist(): { items: readonly ChecklistItem[] } {
    return { items: checklist };
  }

  @Get('reviews')
  @Access(editorialRoles)
  list(@Query() query: ReviewListQuery): Promise<Page<ReviewEntry>> {
    return this.queries.list(query);
  }

  @Get('reviews/:id')
  @Access(editorialRoles)
  async read(
    @Param('id', IdPipe) id: string,
    @CurrentActor() actor: Actor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReviewView> {
    await this.takenDown.mayRead('review', id, actor);
    const review = await this.queries.one(id);
    void reply.header('etag', etag(review.version));
    return review;
  }

  /** Opening the text is an act: the signature asks for it. */
  @Post('reviews/:id/openings')
  @Access(['reviewer'])
  async open(
    @Param('id', IdPipe) id: string,
    @CurrentActor() actor: Actor,
  ): Promise<{ versionId: string; content: GuideContent; parts: Record<string, string> }> {
    await this.takenDown.mayRead('review', id, actor);
    return this.desk.open(id, actor);
  }

  @Put('reviews/:id/answers/:item')
  @HttpCode(204)
  @Access(['reviewer'])
  answer(
    @Param('id', IdPipe) id: string,
    @Param('item', NumberPipe) item: number,
    @Body() body: AnswerBody,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.desk.answer(id, item, body.answer, body.note ?? '', actor);
  }

  @Post('reviews/:id/comments')
  @Access(['reviewer'])
  comment(
    @Param('id', IdPipe) id: string,
    @Body() body: CommentBody,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<{ id: string }> {
    return this.desk.comment(id, body, actor, idempotencyOf(key, `reviews/${id}/comments`, body, actor));
  }

  @Get('revisions/:id/comments')
  @Access(editorialRoles)
  async comments(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<{ items: CommentView[] }> {
    await this.takenDown.mayRead('revision', id, actor);
    return { items: await this.queries.comments({ reviewId: null, revisionId: id }) };
  }

  @Post('comments/:id/answer')
  @HttpCode(204)
  @Access(['editor'])
  answerComment(
    @Param('id', IdPipe) id: string,
    @Body() body: CommentAnswerBody,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.desk.answerComment(id, body.answer, (version) => requireIfMatch(ifMatch, version), actor);
  }

  @Post('comments/:id/resolution')
  @HttpCode(204)
  @Access(['reviewer'])
  resolve(
    @Param('id', IdPipe) id: string,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    return this.desk.resolveComment(id, (version) => requireIfMatch(ifMatch, version), actor);
  }

  @Get('reviews/:id/transitions')
  @Access(editorialRoles)
  possible(@Param('id', IdPipe) id: string, @CurrentActor() actor: Actor): Promise<{ items: Possible[] }> {
    return this.endpoint.list('review', id, actor);
  }

  @Post('reviews/:id/transitions')
  @Access('signed-in')
  transition(
    @Param('id', IdPipe) id: string,
    @Body() body: TransitionBody,
    @Headers('idempotency-key') key: string | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<Done> {
    return this.endpoint.post('review', id, body, actor, { key, ifMatch });
  }
}
