import { Refused, type Reason } from '../platform/errors.js';

export const roles = ['editor', 'lead', 'reviewer', 'director', 'safety', 'verifier', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Minutes for which showing the password (and the second factor) again covers a signature. */
export const reauthenticationMinutes = 5;

/** Who acts in this request, read anew for each: a dropped role or a disabled account counts from the next one on. */
export interface Actor {
  accountId: string;
  name: string;
  postNominals: string;
  email: string;
  /** Effective roles: lead, director and safety fall to the admins while nobody holds them. */
  roles: ReadonlySet<Role>;
  /** Category ids this person leads; `all` for a lead without a category. Empty for everybody else. */
  leadOf: 'all' | readonly string[];
  via: 'session' | 'token';
  /** SHA-256 of the session's secret; null for a token. */
  sessionHash: string | null;
  /** When password (and second factor) were last shown again in this session. Signing in does not count. */
  reauthenticatedAt: Date | null;
  /** What was shown: `password`, `password+totp` or `token`. */
  method: string;
  requestId: string;
}

/** Does this person lead the category? */
export function leads(actor: Pick<Actor, 'leadOf'>, categoryId: string): boolean {
  return actor.leadOf === 'all' || actor.leadOf.includes(categoryId);
}

/** Why this actor may not do what needs a fresh re-authentication at `now`; nothing when it is fresh. */
export function reauthenticationMissing(
  actor: Pick<Actor, 'via' | 'reauthenticatedAt'>,
  now: Date,
): Reason | undefined {
  if (actor.via === 'token') return { code: 'token', message: 'An API token cannot do this: sign in yourself.' };
  const shownAt = actor.reauthenticatedAt?.getTime() ?? Number.NEGATIVE_INFINITY;
  if (now.getTime() - shownAt <= reauthenticationMinutes * 60_000) return undefined;
  return { code: 'reauthentication', message: 'Show your password again first.' };
}

/** Throws {@link Refused} unless password (and second factor) were shown again within the last five minutes. */
export function requireReauthentication(actor: Pick<Actor, 'via' | 'reauthenticatedAt'>, now: Date): void {
  const reason = reauthenticationMissing(actor, now);
  if (reason) throw new Refused([reason]);
}
