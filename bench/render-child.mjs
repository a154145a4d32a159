// Renders every page again, in bulk, with the built program as `imprimatur render` does, and says how long it took and how much memory it held.
import { readFileSync } from 'node:fs';
import { readConfig } from '../dist/platform/config.js';
import { Database } from '../dist/platform/database.js';
import { PageStore, PublishingJobs } from '../dist/publishing/index.js';
import { startService } from '../dist/service.js';

const service = await startService(readConfig(process.env), { listen: false });
const database = service.app.get(Database);
await database.run(
  `insert into page_debt (page_id, cause, at) select id, 'render --all', now() from page where kind = 'guide'`,
);
const started = performance.now();
const pages = await service.app.get(PublishingJobs).payInBulk();
const seconds = (performance.now() - started) / 1000;
// Not getrusage: its peak survives exec, and would be the parent's.
const peakMegabytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
let bytes = 0;
for await (const entry of service.app.get(PageStore).scan()) bytes += entry.size;
console.log(JSON.stringify({ pages, seconds, peakMegabytes, bytes }));
await service.stop();
