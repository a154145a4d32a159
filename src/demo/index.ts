/** The story that a first start shows on the embedded database: invented people, told through the real services. */
export { banner } from './banner.js';
export { clearUnfinishedDemo, readDemoRecord } from './folder.js';
export { openDemo, seedDemo } from './seed.js';
export type { DemoSummary } from './summary.js';
