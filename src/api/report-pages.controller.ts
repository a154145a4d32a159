import { Controller, Get, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReaderReports, reportedSlug, ReportLimits } from '../guides/index.js';
import { Invalid, Missing, TooMany } from '../platform/errors.js';
import { ReportPages, type MadePage } from '../publishing/index.js';
import { Access, requestSource } from './http/index.js';

const noSuchPage = 'There is no page of ours at that address on which you could report.';
const tooMany = 'Many reports came from your network. Please try again in an hour.';

/** What a browser's form sends; a field that came twice, or as anything but text, counts as empty. */
type Fields = Record<'page' | 'reason' | 'body' | 'opened' | 'website', string>;

/** Reporting a problem by a page that needs no scripts. */
@ApiExcludeController()
@Controller('report')
export class ReportPagesController {
  constructor(
    private readonly reports: ReaderReports,
    private readonly limits: ReportLimits,
    private readonly pages: ReportPages,
  ) {}

  /** Asks no database, so that it is there as long as the pages are. */
  @Get()
  @Access('public')
  form(@Query('page') page: unknown, @Res() reply: FastifyReply): void {
    const slug = typeof page === 'string' ? reportedSlug(page) : undefined;
    send(reply, slug ? this.pages.form(`/guides/${slug}`) : this.pages.refused(noSuchPage, 404));
  }

  @Get('received')
  @Access('public')
  received(@Res() reply: FastifyReply): void {
    send(reply, this.pages.received());
  }

  @Post()
  @Access('public')
  async send(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const fields = fieldsOf(request.body);
    const slug = reportedSlug(fields.page);
    const refusal = slug ? await this.receive(`/guides/${slug}`, fields, request) : this.pages.refused(noSuchPage, 404);
    if (refusal) send(reply, refusal);
    // Loading the answer again sends nothing again.
    else void reply.code(303).header('location', '/report/received').header('cache-control', 'no-store').send();
  }

  private async receive(page: string, fields: Fields, request: FastifyRequest): Promise<MadePage | undefined> {
    // Whoever fills in a field that nobody sees is thanked, and that is all.
    if (fields.website) return undefined;
    const { reason, body } = fields;
    try {
      this.limits.requireFilledByHand(fields.opened);
      await this.reports.receive({ page, reason, body }, requestSource(request));
      return undefined;
    } catch (error) {
      if (error instanceof Invalid) return this.pages.again(page, { reason, body }, error.problems);
      if (error instanceof Missing) return this.pages.refused(noSuchPage, 404);
      if (error instanceof TooMany) return this.pages.refused(tooMany, 429);
      throw error;
    }
  }
}

function fieldsOf(body: unknown): Fields {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const text = (name: string): string => (typeof given[name] === 'string' ? given[name] : '');
  return {
    page: text('page'),
    reason: text('reason'),
    body: text('body'),
    opened: text('opened'),
    website: text('website'),
  };
}

function send(reply: FastifyReply, { status, headers, html }: MadePage): void {
  void reply.code(status).headers(headers).send(html);
}
