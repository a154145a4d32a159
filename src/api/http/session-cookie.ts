import type { CookieSerializeOptions } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionDays } from '../../identity/index.js';

/** Over HTTPS the browser itself enforces Secure, Path=/ and no Domain through the name. */
function cookieName(publicUrl: string): string {
  return publicUrl.startsWith('https:') ? '__Host-imprimatur' : 'imprimatur';
}

/** The session's secret that a request carries; nothing when there is none. */
export function sessionSecret(request: FastifyRequest, publicUrl: string): string | undefined {
  return request.cookies[cookieName(publicUrl)];
}

/** Hands a session to the browser. */
export function giveSession(reply: FastifyReply, secret: string, publicUrl: string): void {
  void reply.setCookie(cookieName(publicUrl), secret, { ...attributes(publicUrl), maxAge: sessionDays * 86_400 });
}

/** The secret of an applicant's session; nothing when there is none. */
export function applicantSecret(request: FastifyRequest, publicUrl: string): string | undefined {
  return request.cookies[`${cookieName(publicUrl)}-applicant`];
}

/** Hands an applicant their session: for this browser session, and never along with a link from elsewhere. */
export function giveApplicantSession(reply: FastifyReply, secret: string, publicUrl: string): void {
  void reply.setCookie(`${cookieName(publicUrl)}-applicant`, secret, { ...attributes(publicUrl), sameSite: 'strict' });
}

/** The secret of a preview; nothing when there is none. */
export function previewSecret(request: FastifyRequest, publicUrl: string): string | undefined {
  return request.cookies[previewName(publicUrl)];
}

/** Hands a preview to the browser, which sends it to /preview alone. */
export function givePreview(reply: FastifyReply, secret: string, seconds: number, publicUrl: string): void {
  const narrow = { path: '/preview', sameSite: 'strict' as const, maxAge: seconds };
  void reply.setCookie(previewName(publicUrl), secret, { ...attributes(publicUrl), ...narrow });
}

// `__Host-` asks for the path “/”.
const previewName = (publicUrl: string): string =>
  publicUrl.startsWith('https:') ? '__Secure-imprimatur-preview' : 'imprimatur-preview';

/** Takes it away. */
export function takeSession(reply: FastifyReply, publicUrl: string): void {
  void reply.setCookie(cookieName(publicUrl), '', { ...attributes(publicUrl), maxAge: 0 });
}

function attributes(publicUrl: string): CookieSerializeOptions {
  return { path: '/', httpOnly: true, sameSite: 'lax', secure: publicUrl.startsWith('https:') };
}
