/** Page debt, rendering, the page store, serving from it. Decides nothing about what is public: it shows what the facts say. */
export { inspectStore } from './page-store-inspect.js';
export { PageStore } from './page-store.js';
export { PublishingJobs } from './publishing.jobs.js';
export { PublishingModule } from './publishing.module.js';
export { Renderer } from './renderer.js';
export { PreviewPages } from './preview-pages.js';
export { mostPreviewHours, Previews, type PreviewEntry } from './previews.service.js';
export { ReportPages, type MadePage } from './report-pages.js';
export { StoreScan, type StoreOffence } from './store-scan.js';
