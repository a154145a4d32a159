import type { Reader } from './config-reader.js';
import type { Config } from './config.js';
import type { Publisher } from './publisher.js';

/** A bucket of an S3-compatible service. */
export interface BucketSettings {
  bucket: string;
  /** Empty, or ends in a slash. */
  prefix: string;
  /** Undefined: Amazon's own, by region. */
  endpoint: string | undefined;
  region: string;
  /** The bucket stands in the path, not in the host name. */
  pathStyle: boolean;
  /** Both or neither; without them the machine's own role is asked. */
  accessKeyId: string | undefined;
  secretAccessKey: string | undefined;
}

/** The hook that makes a content delivery network forget pages. */
export interface CdnSettings {
  purgeUrl: string;
  /** Base64, as Standard Webhooks writes it, with or without `whsec_`. */
  purgeSecret: string;
}

const bucketUrl = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([A-Za-z0-9._/-]*))?$/;
/** Lower case, as every address of a page. */
const indexNowKey = /^[a-z0-9][a-z0-9-]{7,127}$/;
/** Bytes of a secret below which it could be guessed. */
const shortestSecret = 24;

/** The settings of where pages lie and who is told of them. */
export function readSiteSettings(read: Reader): Pick<Config, 'bucket' | 'cdn' | 'indexNow'> {
  return { bucket: readBucket(read), cdn: readCdn(read), indexNow: readIndexNow(read) };
}

function readBucket(read: Reader): BucketSettings | undefined {
  const text = read.text('PAGE_STORE_URL');
  const [, bucket, prefix = ''] = bucketUrl.exec(text ?? '') ?? [];
  const settings = {
    endpoint: read.url('S3_ENDPOINT', ['http:', 'https:']),
    region: read.text('S3_REGION') ?? 'us-east-1',
    pathStyle: read.oneOf('S3_PATH_STYLE', ['yes', 'no'] as const, 'no') === 'yes',
    accessKeyId: read.text('S3_ACCESS_KEY_ID'),
    secretAccessKey: read.text('S3_SECRET_ACCESS_KEY'),
  };
  if (text === undefined) return undefined;
  if ((settings.accessKeyId === undefined) !== (settings.secretAccessKey === undefined))
    read.refuse('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must both be set, or neither.');
  if (bucket !== undefined) return { bucket, prefix: prefix.replace(/\/*$/, prefix ? '/' : ''), ...settings };
  read.refuse(
    `PAGE_STORE_URL must be s3:// with a bucket and at most a prefix, such as s3://guides/pages; it is “${text}”.`,
  );
  return undefined;
}

function readCdn(read: Reader): CdnSettings | undefined {
  const purgeUrl = read.url('CDN_PURGE_URL', ['http:', 'https:']);
  const purgeSecret = read.text('CDN_PURGE_SECRET');
  if (purgeUrl === undefined && purgeSecret === undefined) return undefined;
  if (purgeUrl === undefined) read.refuse('CDN_PURGE_URL must be set too: a secret alone purges nothing.');
  else if (Buffer.from((purgeSecret ?? '').replace(/^whsec_/, ''), 'base64').length < shortestSecret)
    read.refuse(
      `CDN_PURGE_SECRET must hold at least ${shortestSecret} random bytes in base64 (openssl rand -base64 32).`,
    );
  else if (purgeSecret !== undefined) return { purgeUrl, purgeSecret };
  return undefined;
}

function readIndexNow(read: Reader): Config['indexNow'] {
  const key = read.text('INDEXNOW_KEY');
  const url = read.url('INDEXNOW_URL', ['http:', 'https:']) ?? 'https://api.indexnow.org/indexnow';
  if (key === undefined) return undefined;
  if (indexNowKey.test(key)) return { url, key };
  read.refuse('INDEXNOW_KEY must be 8 to 128 lower-case letters, digits and dashes.');
  return undefined;
}

/** How long search engines may list what nobody has reviewed in time. */
export function readIndexing(read: Reader): Pick<Publisher, 'carriedOverIndexedUntil' | 'delistOverdueAfterDays'> {
  const until = read.civilDate('CARRIED_OVER_INDEXED_UNTIL');
  const days = read.integer('DELIST_OVERDUE_AFTER_DAYS', 0, 0, 3650);
  return {
    ...(until === undefined ? {} : { carriedOverIndexedUntil: until }),
    ...(days === 0 ? {} : { delistOverdueAfterDays: days }),
  };
}
