import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { Config } from '../platform/config.js';
import { PageStore } from './page-store.js';
import { PublishingJobs } from './publishing.jobs.js';
import { RelatedGuides } from './related-guides.js';
import { Renderer } from './renderer.js';
import { ReportPages } from './report-pages.js';
import { SearchPages } from './search-pages.js';
import { Search } from './search.service.js';
import { StoreScan } from './store-scan.js';

@Module({
  providers: [
    {
      provide: PageStore,
      useFactory: (config: Config) => new PageStore(join(config.dataDir, 'pages')),
      inject: [Config],
    },
    Renderer,
    PublishingJobs,
    ReportPages,
    StoreScan,
    RelatedGuides,
    Search,
    SearchPages,
  ],
  exports: [PageStore, Renderer, PublishingJobs, ReportPages, StoreScan, RelatedGuides, Search, SearchPages],
})
export class PublishingModule {}
