import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Config } from './config.js';
import { runtimeRole } from './migrations.js';

// A civil date stays `YYYY-MM-DD`; as a Date it would move with the machine's zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
// Counters stay far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** A statement's values: `$1` is the first. */
export type Values = readonly unknown[];

// Planning the facts of a transition costs more than reading them: every statement is prepared once a connection, under its digest.
const statementNames = new Map<string, string>();

function statementName(sql: string): string {
  let name = statementNames.get(sql);
  if (name === undefined) {
    name = createHash('sha1').update(sql).digest('hex');
    statementNames.set(sql, name);
  }
  return name;
}

/** Statements on one connection, inside one transaction. Passed as an argument, never ambient. */
export class Tx {
  constructor(private readonly client: pg.ClientBase) {}

  async rows<Row>(sql: string, values: Values = []): Promise<Row[]> {
    return (await this.query(sql, values)).rows as Row[];
  }

  async first<Row>(sql: string, values: Values = []): Promise<Row | undefined> {
    return (await this.rows<Row>(sql, values))[0];
  }

  /** The one row this statement must return; throws when there is none. */
  async one<Row>(sql: string, values: Values = []): Promise<Row> {
    const row = await this.first<Row>(sql, values);
    if (row === undefined) throw new Error(`Expected a row from: ${sql.trim().slice(0, 120)}`);
    return row;
  }

  /** Runs a statement; answers how many rows it touched. */
  async run(sql: string, values: Values = []): Promise<number> {
    return (await this.query(sql, values)).rowCount ?? 0;
  }

  private query(sql: string, values: Values): Promise<pg.QueryResult> {
    return this.client.query({ name: statementName(sql), text: sql, values: values as unknown[] });
  }
}

/** The pool, running as the runtime role. Reads outside a transaction go through the same four methods. */
@Injectable()
export class Database {
  readonly source: DataSource;

  constructor(@Inject(Config) config: Config) {
    this.source = new DataSource({
      type: 'postgres',
      url: config.databaseUrl,
      installExtensions: false,
      extra: {
        max: config.databasePool,
        options: `-c role=${runtimeRole} -c idle_in_transaction_session_timeout=60000 -c lock_timeout=20000`,
        application_name: `imprimatur ${config.role}`,
        keepAlive: true,
        connectionTimeoutMillis: 10_000,
      },
      poolErrorHandler: () => undefined,
    });
  }

  async connect(): Promise<this> {
    if (!this.source.isInitialized) await this.source.initialize();
    return this;
  }

  /** Commits what `work` did, or nothing of it. */
  async transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const runner = this.source.createQueryRunner();
    try {
      const client = (await runner.connect()) as pg.ClientBase;
      await client.query('begin');
      try {
        const result = await work(new Tx(client));
        await client.query('commit');
        return result;
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  /** One snapshot for several reads: REPEATABLE READ. */
  async snapshot<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    return this.transaction(async (tx) => {
      await tx.run('set transaction isolation level repeatable read');
      return work(tx);
    });
  }

  rows<Row>(sql: string, values: Values = []): Promise<Row[]> {
    return this.once((tx) => tx.rows<Row>(sql, values));
  }

  first<Row>(sql: string, values: Values = []): Promise<Row | undefined> {
    return this.once((tx) => tx.first<Row>(sql, values));
  }

  one<Row>(sql: string, values: Values = []): Promise<Row> {
    return this.once((tx) => tx.one<Row>(sql, values));
  }

  run(sql: string, values: Values = []): Promise<number> {
    return this.once((tx) => tx.run(sql, values));
  }

  private async once<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result> {
    const runner = this.source.createQueryRunner();
    try {
      return await work(new Tx((await runner.connect()) as pg.ClientBase));
    } finally {
      await runner.release();
    }
  }
}
