// One freshness sweep in a process of its own; says how long it took and what it found.
import { FreshnessJobs } from '../src/freshness/index.js';
import { readConfig } from '../src/platform/config.js';
import { startService } from '../src/service.js';

const service = await startService(readConfig(process.env), { listen: false });
const started = performance.now();
const swept = await service.app.get(FreshnessJobs).run();
console.log(JSON.stringify({ seconds: (performance.now() - started) / 1000, swept }));
await service.stop();
