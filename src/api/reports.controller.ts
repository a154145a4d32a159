import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { IsIn, IsOptional, IsString, IsUUID, MaxLength } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { ReaderReports, reportOutcomes, reportReasons, reportStates, type ReportOutcome } from '../guides/index.js';
import type { Actor } from '../identity/index.js';
import { Missing, type Reason } from '../platform/errors.js';
import { Access, CurrentActor, IdPipe, PageQuery, requestSource, requireIfMatch, type Page } from './http/index.js';
import { editorialRoles } from './editorial-roles.js';
import { MayBeAbsent } from './prose.js';
import { ReportQueries, type ReportEntry } from './reports.queries.js';

const reasons = Object.keys(reportReasons);

export class ReportBody {
  /** Path of the guide's page. */
  @IsString() @MaxLength(500) page: string;
  @IsIn(reasons) reason: string;
  @MayBeAbsent() @IsString() @MaxLength(4000) body?: string;
}

export class ReportListQuery extends PageQuery {
  @IsOptional() @IsUUID() guide?: string;
  @IsOptional() @IsIn(reportStates) status?: string;
  @IsOptional() @IsIn(reasons) reason?: string;
}

export class ReportTransitionBody {
  @IsString() @MaxLength(40) name: string;
  @MayBeAbsent() @IsIn(reportOutcomes) outcome?: ReportOutcome;
}

/** What readers report of pages, for whoever writes to us by program, and for the desk. */
@Controller('api/v1/reports')
export class ReportsController {
  constructor(
    private readonly reports: ReaderReports,
    private readonly queries: ReportQueries,
  ) {}

  /** Give no personal or medical details. Reports are not monitored around the clock. In an emergency call 911. */
  @Post()
  @HttpCode(202)
  @Access('public')
  async receive(
    @Body() { page, reason, body = '' }: ReportBody,
    @Req() request: FastifyRequest,
  ): Promise<{ message: string }> {
    await this.reports.receive({ page, reason, body }, requestSource(request));
    return { message: 'Thank you. Your report reached our editors.' };
  }

  @Get()
  @Access(editorialRoles)
  list(@Query() query: ReportListQuery): Promise<Page<ReportEntry>> {
    return this.queries.list(query);
  }

  @Get(':id/transitions')
  @Access(editorialRoles)
  async possible(
    @Param('id', IdPipe) id: string,
    @CurrentActor() actor: Actor,
  ): Promise<{ items: { name: string; label: string; allowed: boolean; reasons: Reason[] }[] }> {
    return { items: await this.reports.possible(id, actor) };
  }

  @Post(':id/transitions')
  @HttpCode(204)
  @Access(editorialRoles)
  async transition(
    @Param('id', IdPipe) id: string,
    @Body() { name, outcome }: ReportTransitionBody,
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentActor() actor: Actor,
  ): Promise<void> {
    if (name !== 'close') throw new Missing('transition');
    const expected = ifMatch === undefined ? undefined : (version: number) => requireIfMatch(ifMatch, version);
    await this.reports.close(id, outcome, expected, actor);
  }
}
