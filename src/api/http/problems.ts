import { HttpException } from '@nestjs/common';
import { SecondFactorNeeded } from '../../identity/index.js';
import {
  Blocked,
  Forbidden,
  Invalid,
  Missing,
  PreconditionMissing,
  Refused,
  Stale,
  TooMany,
  Unauthenticated,
  Unavailable,
  type Reason,
} from '../../platform/errors.js';
import { NotJson } from './json-body.js';

/** What goes out for an error: a problem document (RFC 9457) without its instance, and headers. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  reasons?: Reason[];
  current?: unknown;
  headers?: Record<string, string>;
}

const base = 'urn:imprimatur:problem:';
// SQLSTATE: invalid datetime format, invalid text representation, character not in repertoire, untranslatable character, datetime overflow, number out of range.
const unfitForDatabase = new Set(['22007', '22P02', '22021', '22P05', '22008', '22003']);
// Connection failures, shutdown, too many clients, deadlock, serialization failure, lock timeout.
const databaseAway = /^(08...|57P0[1-4]|53300|40P01|40001|55P03|ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EPIPE)$/;
const noConnection =
  /timeout exceeded when trying to connect|Connection terminated|not connected|Cannot use a pool after/i;

/** Maps any error to its answer. What is unknown becomes a 500 that tells nothing. */
export function problemOf(error: unknown): Problem {
  return (
    ownProblem(error) ??
    httpProblem(error) ??
    databaseProblem(error) ??
    problem('internal', 500, 'Something went wrong here.', 'It was recorded under the id of this request.')
  );
}

function ownProblem(error: unknown): Problem | undefined {
  if (error instanceof Refused)
    return { ...problem('refused', 409, error.title, error.message), reasons: error.reasons };
  if (error instanceof Invalid)
    return { ...problem('invalid', 422, 'The input is not valid.', error.message), reasons: error.problems };
  if (error instanceof NotJson) return problem('not-json', 400, 'The body cannot be read.', error.message);
  if (error instanceof Missing) return problem('missing', 404, 'Not found.', error.message);
  if (error instanceof Forbidden) return problem('forbidden', 403, 'Not allowed.', error.message);
  if (error instanceof Blocked)
    return problem('taken-down', 451, 'Unavailable for legal reasons.', error.message, {
      link: `<${error.blockedBy}>; rel="blocked-by"`,
    });
  if (error instanceof SecondFactorNeeded)
    return problem('second-factor-needed', 401, 'A code is needed.', error.message);
  if (error instanceof Unauthenticated) return problem('unauthenticated', 401, 'Not signed in.', error.message);
  if (error instanceof PreconditionMissing)
    return problem('precondition-missing', 428, 'If-Match is missing.', error.message);
  if (error instanceof Unavailable)
    return problem('unavailable', 503, 'Not available now.', error.message, { 'retry-after': '60' });
  if (error instanceof Stale) {
    const stale = problem('stale', 412, 'Changed meanwhile.', error.message, { etag: error.etag });
    return error.current === undefined ? stale : { ...stale, current: error.current };
  }
  if (error instanceof TooMany) {
    return problem('too-many', 429, 'Too many tries.', error.message, {
      'retry-after': String(error.retryAfterSeconds),
    });
  }
  return undefined;
}

const byStatus: Record<number, [name: string, title: string]> = {
  400: ['bad-request', 'The request cannot be read.'],
  401: ['unauthenticated', 'Not signed in.'],
  403: ['forbidden', 'Not allowed.'],
  404: ['missing', 'Not found.'],
  405: ['method', 'This method is not offered here.'],
  408: ['too-slow', 'The request took too long.'],
  413: ['too-large', 'The body is too large.'],
  414: ['too-long', 'The address is too long.'],
  415: ['media-type', 'This media type is not accepted here.'],
  431: ['headers-too-large', 'The headers are too large.'],
  503: ['unavailable', 'Not available now.'],
};

/** Nest's and Fastify's own errors carry a status; their wording is ours, as theirs may name internals. */
function httpProblem(error: unknown): Problem | undefined {
  const status = error instanceof HttpException ? error.getStatus() : statusOfFastify(error);
  if (status === undefined || (status >= 500 && status !== 503)) return undefined;
  return problemOfStatus(status);
}

/** The problem that a status alone tells. */
export function problemOfStatus(status: number): Problem {
  const [name, title] = byStatus[status] ?? ['bad-request', 'The request cannot be answered.'];
  return problem(name, status, title, title);
}

function statusOfFastify(error: unknown): number | undefined {
  const { code, statusCode } = (error ?? {}) as { code?: unknown; statusCode?: unknown };
  return typeof code === 'string' && code.startsWith('FST_') && typeof statusCode === 'number' ? statusCode : undefined;
}

function databaseProblem(error: unknown): Problem | undefined {
  const code = databaseCode(error);
  if (code && unfitForDatabase.has(code)) {
    return {
      ...problem('invalid', 422, 'The input is not valid.', 'A value cannot be stored.'),
      reasons: [{ code: 'value', message: 'A value cannot be stored.' }],
    };
  }
  const away =
    (code !== undefined && databaseAway.test(code)) || (error instanceof Error && noConnection.test(error.message));
  return away
    ? problem('unavailable', 503, 'Not available now.', 'Try again in a few seconds.', { 'retry-after': '5' })
    : undefined;
}

function databaseCode(error: unknown): string | undefined {
  const { code, driverError } = (error ?? {}) as { code?: unknown; driverError?: unknown };
  if (driverError !== undefined) return databaseCode(driverError);
  return typeof code === 'string' ? code : undefined;
}

function problem(
  name: string,
  status: number,
  title: string,
  detail: string,
  headers?: Record<string, string>,
): Problem {
  return { type: base + name, title, status, detail, ...(headers ? { headers } : {}) };
}
