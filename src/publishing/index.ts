/** Page debt, rendering, the page store, serving from it. Decides nothing about what is public: it shows what the facts say. */
export { inspectStore } from './page-store-inspect.js';
export { FolderStore } from './folder-store.js';
export { PageStore } from './page-store.js';
export { PublishingJobs } from './publishing.jobs.js';
export { PublishingModule } from './publishing.module.js';
export { Renderer } from './renderer.js';
export { StoreScan, type StoreOffence } from './store-scan.js';
