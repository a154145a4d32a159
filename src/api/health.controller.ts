import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Config } from '../platform/config.js';
import { Database } from '../platform/database.js';
import { Queue } from '../platform/queue-connection.js';
import { Access } from './http/index.js';

interface Readiness {
  status: 'ready' | 'not-ready';
  database: 'up' | 'down';
  queue: 'up' | 'down';
}

/** A balancer must wait no longer than this, in milliseconds. */
const patience = 2000;

@Controller('health')
export class HealthController {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly queue: Queue,
  ) {}

  @Get('live')
  @Access('public')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** A web process stays ready without its database: taking it away would take the public pages away, which need none. */
  @Get('ready')
  @Access('public')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const [database, queue] = await Promise.all([
      upWithin(this.database.first('select 1')),
      upWithin(this.queue.ping()),
    ]);
    const ready = this.config.role !== 'worker' || (database === 'up' && queue === 'up');
    void reply.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE).header('cache-control', 'no-store');
    return { status: ready ? 'ready' : 'not-ready', database, queue };
  }
}

async function upWithin(check: Promise<unknown>): Promise<'up' | 'down'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'down'>((resolve) => (timer = setTimeout(() => resolve('down'), patience)));
  const answer = check.then(() => 'up' as const).catch(() => 'down' as const);
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
