import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Authenticator } from './authenticator.js';

/** Stands before every controller. Routes of Fastify plugins never come here: see {@link withAccess}. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(private readonly authenticator: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    await this.authenticator.admit(context.switchToHttp().getRequest<FastifyRequest>());
    return true;
  }
}
