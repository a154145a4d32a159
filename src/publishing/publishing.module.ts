import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { EditorialModule } from '../editorial/index.js';
import { Config } from '../platform/config.js';
import { PageStore } from './page-store.js';
import { PreviewPages } from './preview-pages.js';
import { Previews } from './previews.service.js';
import { PublishingJobs } from './publishing.jobs.js';
import { Renderer } from './renderer.js';
import { ReportPages } from './report-pages.js';
import { StoreScan } from './store-scan.js';

@Module({
  imports: [EditorialModule],
  providers: [
    {
      provide: PageStore,
      useFactory: (config: Config) => new PageStore(join(config.dataDir, 'pages')),
      inject: [Config],
    },
    Renderer,
    PublishingJobs,
    ReportPages,
    Previews,
    PreviewPages,
    StoreScan,
  ],
  exports: [PageStore, Renderer, PublishingJobs, ReportPages, Previews, PreviewPages, StoreScan],
})
export class PublishingModule {}
