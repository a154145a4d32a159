import { Body, Controller, Get, HttpCode, Param, Post, Query, StreamableFile } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsDate, IsIn, IsOptional, IsString, IsUUID, Length, Matches } from 'class-validator';
import {
  exportFormats,
  exportHistory,
  exportMediaTypes,
  History,
  Redactions,
  type ExportFormat,
  type HistoryEntry,
  type HistoryFilter,
  type RedactionProposal,
} from '../audit/index.js';
import { events, type EventName, type SubjectKind } from '../events.js';
import type { Actor } from '../identity/index.js';
import { Clean, Instant } from './http/clean.js';
import {
  Access,
  CurrentActor,
  decodeCursor,
  defaultPageSize,
  IdPipe,
  PageQuery,
  toPage,
  type Page,
} from './http/index.js';
import { NumberPipe } from './number.pipe.js';

const subjectKinds = ['guide', 'category', 'application', 'physician', 'account'] as const satisfies SubjectKind[];
const desk = ['editor', 'lead', 'reviewer', 'director', 'admin'] as const;

export class GuideHistoryQuery extends PageQuery {
  @IsOptional() @IsIn(Object.keys(events)) name?: EventName;
  @IsOptional() @IsUUID() actorId?: string;
  @IsOptional() @Instant() @IsDate() from?: Date;
  @IsOptional() @Instant() @IsDate() to?: Date;
}

export class HistoryQuery extends GuideHistoryQuery {
  @IsOptional() @IsIn(subjectKinds) subjectKind?: SubjectKind;
  @IsOptional() @IsUUID() subjectId?: string;
}

export class HistoryExportQuery extends HistoryQuery {
  @IsIn(exportFormats) format: ExportFormat;
}

export class NewRedactionProposal {
  @Clean() @IsString() @Length(3, 1000) reason: string;
}

export class NewRedaction {
  /** Of the proposal that is confirmed. */
  @Matches(/^[0-9a-f]{64}$/, { message: 'hash must be 64 hexadecimal digits' }) hash: string;
}

/** What happened, who did it and why. It is never changed; words alone can be redacted, by two admins. */
@ApiTags('history')
@Controller('api/v1')
export class HistoryController {
  constructor(
    private readonly history: History,
    private readonly redactions: Redactions,
  ) {}

  @Get('guides/:id/history')
  @Access(desk)
  async ofGuide(@Param('id', IdPipe) id: string, @Query() query: GuideHistoryQuery): Promise<Page<HistoryEntry>> {
    await this.history.requireGuide(id);
    return this.page({ ...filterOf(query), subjectKind: 'guide', subjectId: id }, query);
  }

  @Get('history')
  @Access(['admin'])
  list(@Query() query: HistoryQuery): Promise<Page<HistoryEntry>> {
    return this.page(filterOf(query), query);
  }

  /** Everything the filters leave, oldest first, as JSON Lines or CSV. */
  @Get('history/export')
  @Access(['admin'])
  export(@Query() query: HistoryExportQuery): StreamableFile {
    const { format } = query;
    return new StreamableFile(exportHistory(this.history.all(filterOf(query)), format), {
      type: exportMediaTypes[format],
      disposition: `attachment; filename="history.${format}"`,
    });
  }

  /** What waits for a second admin. */
  @Get('history/redaction-proposals')
  @Access(['admin'])
  async proposals(): Promise<{ items: RedactionProposal[] }> {
    return { items: await this.redactions.open() };
  }

  @Post('history/:id/redaction-proposals')
  @Access(['admin'], { sessionOnly: true })
  propose(
    @CurrentActor() actor: Actor,
    @Param('id', NumberPipe) id: number,
    @Body() body: NewRedactionProposal,
  ): Promise<RedactionProposal> {
    return this.redactions.propose(actor, id, body.reason);
  }

  /** Confirms what another admin proposed. The words are gone for good. */
  @Post('history/:id/redactions')
  @HttpCode(204)
  @Access(['admin'], { sessionOnly: true })
  async redact(
    @CurrentActor() actor: Actor,
    @Param('id', NumberPipe) id: number,
    @Body() body: NewRedaction,
  ): Promise<void> {
    await this.redactions.confirm(actor, id, body.hash);
  }

  private async page(
    filter: HistoryFilter,
    { cursor, limit = defaultPageSize }: PageQuery,
  ): Promise<Page<HistoryEntry>> {
    const [before] = decodeCursor(cursor, 'history', 1) ?? [];
    const rows = await this.history.list(filter, before === undefined ? undefined : Number(before), limit + 1);
    return toPage(rows, limit, 'history', (row) => [row.id]);
  }
}

function filterOf({ subjectKind, subjectId, name, actorId, from, to }: Partial<HistoryQuery>): HistoryFilter {
  return { subjectKind, subjectId, name, actorId, from, to };
}
