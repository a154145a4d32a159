// Renders every page again, in bulk, and says how long it took and how much memory it held.
import { readConfig } from '../src/platform/config.js';
import { Database } from '../src/platform/database.js';
import { PageStore, PublishingJobs } from '../src/publishing/index.js';
import { startService } from '../src/service.js';

const service = await startService(readConfig(process.env), { listen: false });
const database = service.app.get(Database);
await database.run(
  `insert into page_debt (page_id, cause, at) select id, 'render --all', now() from page where kind = 'guide'`,
);
const started = performance.now();
const rendered = await service.app.get(PublishingJobs).payInBulk();
const seconds = (performance.now() - started) / 1000;
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
let bytes = 0;
for await (const entry of service.app.get(PageStore).scan()) bytes += entry.size;
console.log(JSON.stringify({ pages: rendered, seconds, peakMegabytes, bytes }));
await service.stop();
