/** Page debt, rendering, the page store, serving from it. Decides nothing about what is public: it shows what the facts say. */
export { isReader, missingPage } from './missing-page.js';
export { inspectTwice } from './page-store-inspect.js';
export { FolderStore } from './folder-store.js';
export { strictTransport } from './page-headers.js';
export { PageStore } from './page-store.js';
export { PublishingJobs } from './publishing.jobs.js';
export { PublishingModule } from './publishing.module.js';
export { publisherView } from './publisher-site.js';
export { RelatedGuides } from './related-guides.js';
export { Renderer } from './renderer.js';
export { PreviewPages } from './preview-pages.js';
export { mostPreviewHours, Previews, type PreviewEntry } from './previews.service.js';
export { ReportPages, type MadePage } from './report-pages.js';
export { SearchPages, type SearchPage } from './search-pages.js';
export { Search, type SearchKey, type SearchResult } from './search.service.js';
export { StoreScan, type StoreOffence } from './store-scan.js';
