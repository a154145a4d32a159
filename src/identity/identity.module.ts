import { Module } from '@nestjs/common';
import { AccountMail } from './account-mail.js';
import { AccountQueries } from './accounts.queries.js';
import { Accounts } from './accounts.service.js';
import { ApiTokens } from './api-tokens.service.js';
import { Credentials } from './credentials.service.js';
import { AccountDisabling } from './disabling.service.js';
import { IdentityPurge } from './identity-purge.js';
import { PasswordResets } from './password-resets.service.js';
import { Passwords } from './passwords.service.js';
import { Proofs } from './proofs.service.js';
import { Roles } from './roles.service.js';
import { Secrets } from './secrets.js';
import { SecurityLog } from './security-log.js';
import { Sessions } from './sessions.service.js';
import { SignInLimits } from './sign-in-limits.js';
import { SignIn } from './sign-in.service.js';
import { Totp } from './totp.service.js';

const face = [
  AccountDisabling,
  AccountQueries,
  Accounts,
  ApiTokens,
  Credentials,
  IdentityPurge,
  PasswordResets,
  Passwords,
  Roles,
  SecurityLog,
  Sessions,
  SignIn,
  Totp,
];

/** Accounts, roles, sessions, tokens, the credential register. Needs the platform module beside it. */
@Module({
  providers: [...face, AccountMail, Proofs, Secrets, SignInLimits],
  exports: [...face, Secrets],
})
export class IdentityModule {}
