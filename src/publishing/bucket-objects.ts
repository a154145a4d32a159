import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import type { BucketSettings } from '../platform/site-settings.js';

/** What a write requires of the object that is there: none at all, or exactly the one with this ETag. */
export type Condition = { absent: true } | { etag: string } | undefined;

export interface FoundObject {
  bytes: Buffer;
  etag: string;
}

/** Most keys that one request may delete. */
const deletedAtOnce = 1000;
/** Somebody else wrote: before us (412), at the same moment (409), or it was deleted (404 to If-Match). */
const overtaken = new Set([404, 409, 412]);
const patience = { connectionTimeout: 3000, requestTimeout: 15_000, throwOnRequestTimeout: true };
/** For an object with all tries: a reader waits for it. */
const readMilliseconds = 6000;

/** The objects of one bucket under one prefix, with the few operations that a page store needs. */
export class BucketObjects {
  private readonly client: S3Client;

  constructor(private readonly settings: BucketSettings) {
    const { endpoint, region, pathStyle, accessKeyId, secretAccessKey } = settings;
    this.client = new S3Client({
      region,
      forcePathStyle: pathStyle,
      maxAttempts: 3,
      requestHandler: patience,
      // Trailing checksums are an Amazon matter; other servers store them as part of the object.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
      ...(endpoint ? { endpoint } : {}),
      // Without a pair of keys the SDK finds the machine's own role.
      ...(accessKeyId && secretAccessKey ? { credentials: { accessKeyId, secretAccessKey } } : {}),
    });
  }

  get name(): string {
    return `s3://${this.settings.bucket}/${this.settings.prefix}`;
  }

  /** Null where there is none; `unchanged` where it is still the one with the ETag `known`. */
  async get(key: string): Promise<FoundObject | null>;
  async get(key: string, known: string | undefined): Promise<FoundObject | 'unchanged' | null>;
  async get(key: string, known?: string): Promise<FoundObject | 'unchanged' | null> {
    try {
      const condition = known === undefined ? {} : { IfNoneMatch: known };
      const found = await this.client.send(new GetObjectCommand({ ...this.at(key), ...condition }), {
        abortSignal: AbortSignal.timeout(readMilliseconds),
      });
      const bytes = Buffer.from((await found.Body?.transformToByteArray()) ?? []);
      return { bytes, etag: found.ETag ?? '' };
    } catch (error) {
      const status = statusOf(error);
      if (status === 304) return 'unchanged';
      // A missing bucket is a mistake of the configuration, never a missing page.
      if (status === 404 && nameOf(error) !== 'NoSuchBucket') return null;
      throw error;
    }
  }

  /** Answers the new ETag, or null where the condition no longer held. */
  async put(key: string, bytes: Buffer | string, contentType: string, condition?: Condition): Promise<string | null> {
    const required =
      condition === undefined ? {} : 'absent' in condition ? { IfNoneMatch: '*' } : { IfMatch: condition.etag };
    try {
      const stored = await this.client.send(
        new PutObjectCommand({ ...this.at(key), Body: bytes, ContentType: contentType, ...required }),
      );
      return stored.ETag ?? '';
    } catch (error) {
      if (condition !== undefined && overtaken.has(statusOf(error)) && nameOf(error) !== 'NoSuchBucket') return null;
      throw error;
    }
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (let from = 0; from < keys.length; from += deletedAtOnce) {
      const Objects = keys.slice(from, from + deletedAtOnce).map((key) => ({ Key: this.settings.prefix + key }));
      const { Errors = [] } = await this.client.send(
        new DeleteObjectsCommand({ Bucket: this.settings.bucket, Delete: { Objects, Quiet: true } }),
      );
      if (Errors.length > 0) throw new Error(`${Errors.length} object(s) cannot be deleted: ${Errors[0]?.Code ?? ''}.`);
    }
  }

  /** Every key below `folder`, without the prefix. */
  async *keys(folder: string): AsyncGenerator<string> {
    const { bucket: Bucket, prefix } = this.settings;
    let ContinuationToken: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({
          Bucket,
          Prefix: prefix + folder,
          ...(ContinuationToken ? { ContinuationToken } : {}),
        }),
      );
      for (const { Key } of page.Contents ?? []) if (Key) yield Key.slice(prefix.length);
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken);
  }

  close(): void {
    this.client.destroy();
  }

  private at(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.settings.bucket, Key: this.settings.prefix + key };
  }
}

function statusOf(error: unknown): number {
  return error instanceof S3ServiceException ? (error.$metadata.httpStatusCode ?? 0) : 0;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : '';
}
