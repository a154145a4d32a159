import { Injectable, type LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import { Config } from './config.js';

type Fields = Record<string, unknown>;

/** Structured lines on standard output. Never holds texts, addresses, tokens or passwords: callers pass ids. */
@Injectable()
export class Log implements LoggerService {
  readonly pino: Logger;

  constructor(config: Config) {
    this.pino = pino({
      level: config.logLevel,
      base: { service: 'imprimatur', role: config.role },
      redact: ['password', 'token', 'cookie', 'authorization', '*.password', '*.token'],
      serializers: { error: errorOf },
    });
  }

  info(fields: Fields, message: string): void {
    this.pino.info(fields, message);
  }

  // Nest calls these with (message, ...parts, context); ours pass fields first.
  log(message: unknown, ...rest: unknown[]): void {
    this.pino.debug({ context: rest.at(-1) }, String(message));
  }

  warn(first: unknown, message?: unknown): void {
    if (typeof first === 'object' && first !== null) this.pino.warn(first, String(message));
    else this.pino.warn({ context: message }, String(first));
  }

  error(first: unknown, ...rest: unknown[]): void {
    if (typeof first === 'object' && first !== null) this.pino.error(first, String(rest[0]));
    else this.pino.error({ stack: rest[0], context: rest.at(-1) }, String(first));
  }

  debug(message: unknown): void {
    this.pino.debug(String(message));
  }

  verbose(message: unknown): void {
    this.pino.trace(String(message));
  }
}

/** What is said of a failure: not the connection, statement or request that libraries hang on their errors. */
function errorOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { name, message, stack, cause } = error;
  const { code } = error as { code?: unknown };
  return { type: name, message, code, stack, ...(cause === undefined ? {} : { cause: errorOf(cause) }) };
}
