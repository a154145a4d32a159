import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { EditorialModule } from '../editorial/index.js';
import { Config } from '../platform/config.js';
import { BucketStore } from './bucket-store.js';
import { FolderStore } from './folder-store.js';
import { PageStore } from './page-store.js';
import { PreviewPages } from './preview-pages.js';
import { Previews } from './previews.service.js';
import { PublishingJobs } from './publishing.jobs.js';
import { RelatedGuides } from './related-guides.js';
import { Purges } from './purges.service.js';
import { Renderer } from './renderer.js';
import { ReportPages } from './report-pages.js';
import { SearchPages } from './search-pages.js';
import { Search } from './search.service.js';
import { StoreScan } from './store-scan.js';
import { Submissions } from './submissions.service.js';

@Module({
  imports: [EditorialModule],
  providers: [
    {
      provide: PageStore,
      useFactory: openStore,
      inject: [Config],
    },
    Renderer,
    Purges,
    Submissions,
    PublishingJobs,
    ReportPages,
    Previews,
    PreviewPages,
    StoreScan,
    RelatedGuides,
    Search,
    SearchPages,
  ],
  exports: [
    PageStore,
    Renderer,
    PublishingJobs,
    ReportPages,
    Previews,
    PreviewPages,
    StoreScan,
    RelatedGuides,
    Search,
    SearchPages,
  ],
})
export class PublishingModule {}

async function openStore({ bucket, dataDir }: Config): Promise<PageStore> {
  if (!bucket) return new FolderStore(join(dataDir, 'pages'));
  // The client weighs more than the rest of the service: it is read where it is used.
  const { BucketObjects } = await import('./bucket-objects.js');
  return new BucketStore(new BucketObjects(bucket));
}
