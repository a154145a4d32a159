import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../../platform/config.js';
import { Log } from '../../platform/log.js';
import { isReader, missingPage, publisherView } from '../../publishing/index.js';
import { problemOf, type Problem } from './problems.js';

/** Every error leaves as a problem document (RFC 9457), or for a reader without a page as one; what is our fault is logged here, once, under the request's id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly log: Log,
    private readonly config: Config,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const problem = problemOf(error);
    if (problem.status >= 500) this.log.error({ requestId: request.id, error }, 'request failed');
    if (reply.sent) return;
    const { method, url, headers } = request;
    if (problem.status === 404 && isReader({ method, url, accept: headers.accept })) this.sendMissingPage(reply);
    else sendProblem(reply, problem, request.id);
  }

  private sendMissingPage(reply: FastifyReply): void {
    const { headers, body } = missingPage(publisherView(this.config));
    void reply.status(404).headers(headers).send(body);
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
