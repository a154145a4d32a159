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
  private readonly pseudonymKey: Buffer;

  constructor(config: Config) {
    this.sealingKey = derive(config.secretKey, 'seal');
    this.pseudonymKey = derive(config.secretKey, 'pseudonym');
  }

  /** AES-256-GCM, bound to `context`: sealed for one account, it does not open for another. Base64url of IV, tag and text. */
  seal(text: string, context: string): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.sealingKey, iv).setAAD(Buffer.from(context));
    const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
  }

  /** Throws when it was sealed under another key or context, or altered. */
  open(sealed: string, context: string): string {
    const bytes = Buffer.from(sealed, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', this.sealingKey, bytes.subarray(0, ivBytes), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
    return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8');
  }

  /** A keyed hash: equal for equal texts, and useless without the key. */
  pseudonym(text: string): string {
    return createHmac('sha256', this.pseudonymKey).update(text).digest('hex');
  }
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, 'imprimatur', purpose, 32));
}
