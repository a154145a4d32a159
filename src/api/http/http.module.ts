import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { IdentityModule } from '../../identity/index.js';
import { AuthGuard } from './auth.guard.js';
import { Authenticator } from './authenticator.js';
import { ProblemFilter } from './problem.filter.js';
import { validationPipe } from './validation.js';

/** The guard, the problem documents and the validation that hold for every controller. */
@Module({
  imports: [IdentityModule],
  providers: [
    Authenticator,
    { provide: APP_GUARD, useClass: AuthGuard },
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: validationPipe },
  ],
  exports: [Authenticator],
})
export class HttpModule {}
