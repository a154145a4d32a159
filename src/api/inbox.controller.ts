import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { IsIn, IsInt, IsOptional, Min } from 'class-validator';
import type { Actor } from '../identity/index.js';
import { Inbox, type InboxEntry } from '../notifications/index.js';
import { Access, CurrentActor, decodeCursor, defaultPageSize, PageQuery, toPage, type Page } from './http/index.js';
import { NumberPipe } from './number.pipe.js';

export class InboxQuery extends PageQuery {
  @IsOptional()
  @IsIn(['true', 'false'])
  unread?: 'true' | 'false';
}

export class ReadAllBody {
  /** The newest notice that was on the screen. */
  @IsInt()
  @Min(1)
  upTo: number;
}

/** What one was told. Nobody reads anybody else's. */
@ApiTags('inbox')
@Controller('api/v1/inbox')
export class InboxController {
  constructor(private readonly inbox: Inbox) {}

  @Get()
  @Access('signed-in')
  async list(@CurrentActor() actor: Actor, @Query() query: InboxQuery): Promise<Page<InboxEntry> & { unread: number }> {
    const { limit = defaultPageSize } = query;
    const [before] = decodeCursor(query.cursor, 'inbox', 1) ?? [];
    const filter = {
      unread: query.unread === 'true',
      before: before === undefined ? undefined : Number(before),
      limit: limit + 1,
    };
    const rows = await this.inbox.list(actor.accountId, filter);
    return {
      ...toPage(rows, limit, 'inbox', (row) => [row.id]),
      unread: await this.inbox.countUnread(actor.accountId),
    };
  }

  @Post(':id/read')
  @HttpCode(204)
  @Access('signed-in')
  async read(@CurrentActor() actor: Actor, @Param('id', NumberPipe) id: number): Promise<void> {
    await this.inbox.read(actor.accountId, id);
  }

  @Post('read-all')
  @HttpCode(200)
  @Access('signed-in')
  async readAll(@CurrentActor() actor: Actor, @Body() body: ReadAllBody): Promise<{ read: number }> {
    return { read: await this.inbox.readUpTo(actor.accountId, body.upTo) };
  }
}
