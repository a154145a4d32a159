// Who people are, what they may do, and how they prove it. What a role may do to a guide is decided by the lifecycles.
export {
  leads,
  reauthenticationMinutes,
  reauthenticationMissing,
  requireReauthentication,
  roles,
  type Actor,
  type Role,
} from './actor.js';
export { actorColumns, actorFrom, type ActorRow } from './actor-row.js';
export { AccountQueries, accountSorts, type AccountView } from './accounts.queries.js';
export { Accounts } from './accounts.service.js';
export { ApiTokens, type ApiTokenEntry } from './api-tokens.service.js';
export { credentialKinds, Credentials, standings, type CredentialView, type Standing } from './credentials.service.js';
export { AccountDisabling, type ReturnReviews } from './disabling.service.js';
export { IdentityModule } from './identity.module.js';
export { IdentityPurge } from './identity-purge.js';
export { PasswordResets } from './password-resets.service.js';
export { Passwords } from './passwords.service.js';
export { blockOf, networkOf, type RequestSource } from './request-source.js';
export { Roles } from './roles.service.js';
export { SecondFactorNeeded } from './second-factor.js';
export { newSecret, secretHash, Secrets } from './secrets.js';
export { SecurityLog } from './security-log.js';
export { sessionDays, Sessions, type SessionEntry } from './sessions.service.js';
export { postgresLimiter } from './postgres-limiter.js';
export { consumeOrThrow } from './sign-in-limits.js';
export { SignIn } from './sign-in.service.js';
export { Totp } from './totp.service.js';
