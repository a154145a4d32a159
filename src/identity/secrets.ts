import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config.js';

const ivBytes = 12;
const tagBytes = 16;

/** 256 random bits in base64url, after an optional prefix that lets secret scanners find it. */
export function newSecret(prefix = ''): string {
  return prefix + randomBytes(32).toString('base64url');
}

/** What is stored of a secret. Its 256 random bits need neither salt nor stretching. */
export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** What SECRET_KEY is used for, each purpose with a key of its own. */
@Injectable()
export class Secrets {
  private readonly sealingKey: Buffer;
  private readonly documentKey: Buffer;
  private readonly pseudonymKey: Buffer;

  constructor(config: Config) {
    this.sealingKey = derive(config.secretKey, 'seal');
    this.documentKey = derive(config.secretKey, 'documents');
    this.pseudonymKey = derive(config.secretKey, 'pseudonym');
  }

  /** AES-256-GCM, bound to `context`: sealed for one account, it does not open for another. Base64url of IV, tag and text. */
  seal(text: string, context: string): string {
    return encrypt(this.sealingKey, Buffer.from(text, 'utf8'), context).toString('base64url');
  }

  /** Throws when it was sealed under another key or context, or altered. */
  open(sealed: string, context: string): string {
    return decrypt(this.sealingKey, Buffer.from(sealed, 'base64url'), context).toString('utf8');
  }

  /** As {@link seal}, for bytes and under a key of their own. IV, tag and cipher text: 28 bytes longer than what went in. */
  sealBytes(bytes: Buffer, context: string): Buffer {
    return encrypt(this.documentKey, bytes, context);
  }

  /** Throws as {@link open}. */
  openBytes(sealed: Buffer, context: string): Buffer {
    return decrypt(this.documentKey, sealed, context);
  }

  /** A keyed hash: equal for equal texts, and useless without the key. */
  pseudonym(text: string): string {
    return createHmac('sha256', this.pseudonymKey).update(text).digest('hex');
  }
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'imprimatur', purpose, 32));
}

function encrypt(key: Buffer, bytes: Buffer, context: string): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context));
  const sealed = [cipher.update(bytes), cipher.final()];
  return Buffer.concat([iv, cipher.getAuthTag(), ...sealed]);
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, ivBytes), { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(context)).setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(sealed.subarray(ivBytes + tagBytes)), decipher.final()]);
}
