declare module '@20minutes/s3rver' {
  import type { AddressInfo } from 'node:net';

  /** The little of it that the stand-in uses; it comes without types. */
  export default class S3rver {
    constructor(options: {
      address: string;
      port: number;
      silent: boolean;
      allowMismatchedSignatures: boolean;
      directory: string;
      configureBuckets: { name: string; configs: string[] }[];
    });
    readonly store: { getMetadata(bucket: string, key: string): Promise<{ etag: string }> };
    run(): Promise<AddressInfo>;
    close(): Promise<void>;
  }
}
