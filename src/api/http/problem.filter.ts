import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Log } from '../../platform/log.js';
import { problemOf, type Problem } from './problems.js';

/** Every error leaves as a problem document (RFC 9457); what is our fault is logged here, once, under the request's id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Log) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.status >= 500) this.log.error({ requestId: request.id, error }, 'request failed');
    if (!reply.sent) sendProblem(reply, problem, request.id);
  }
}

/** Sends a problem document; `instance` is the id of the request. */
export function sendProblem(
  reply: FastifyReply,
  { headers = {}, ...problem }: Problem,
  instance: string,
): FastifyReply {
  return reply
    .status(problem.status)
    .headers({ 'cache-control': 'no-store', ...headers })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ ...problem, instance }));
}
