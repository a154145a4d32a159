import { generateSecret, generateURI, verifySync } from 'otplib';
import { Unauthenticated } from '../platform/errors.js';

const periodSeconds = 30;

/** The password was right, and a code from the authenticator is needed as well. */
export class SecondFactorNeeded extends Unauthenticated {
  constructor(message = 'Enter the code that your authenticator shows now.') {
    super(message);
  }
}

export function newTotpSecret(): string {
  return generateSecret();
}

/** The otpauth: address that an authenticator reads, as text or QR code. */
export function totpUri(secret: string, email: string, issuer: string): string {
  return generateURI({ issuer, label: email, secret });
}

/** The time step (RFC 6238) that a six-digit code belongs to, one step either way allowed; nothing when it belongs to none. */
export function totpStep(secret: string, code: string, at: Date): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const epoch = Math.floor(at.getTime() / 1000);
  const result = verifySync({ secret, token: code, epoch, epochTolerance: periodSeconds });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}
