import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { BucketObjects } from './bucket-objects.js';
import { BucketStore } from './bucket-store.js';
import { FolderStore } from './folder-store.js';
import { PageStore } from './page-store.js';
import { PublishingJobs } from './publishing.jobs.js';
import { Purges } from './purges.service.js';
import { Renderer } from './renderer.js';
import { StoreScan } from './store-scan.js';
import { Submissions } from './submissions.service.js';

@Module({
  providers: [
    {
      provide: PageStore,
      useFactory: (config: Config): PageStore =>
        config.bucket
          ? new BucketStore(new BucketObjects(config.bucket))
          : new FolderStore(join(config.dataDir, 'pages')),
      inject: [Config],
    },
    Renderer,
    Purges,
    Submissions,
    PublishingJobs,
    StoreScan,
  ],
  exports: [PageStore, Renderer, PublishingJobs, StoreScan],
})
export class PublishingModule {}
