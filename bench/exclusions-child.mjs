// Loads a file of the exclusion list and looks for all members in it with the built program, then looks again; says how long each took and how much memory it held.
import { createReadStream, readFileSync } from 'node:fs';
import { readConfig } from '../dist/platform/config.js';
import { ExclusionList, MonitoringJobs } from '../dist/physicians/index.js';
import { startService } from '../dist/service.js';

const [file = ''] = process.argv.slice(2);
const service = await startService(readConfig(process.env), { listen: false });
const list = service.app.get(ExclusionList);
const monitoring = service.app.get(MonitoringJobs);
const timed = async (work) => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};
const loadSeconds = await timed(() => list.load(createReadStream(file), { source: file, lastModified: null }));
const joinSeconds = await timed(() => monitoring.joinExclusionsNow());
const againSeconds = await timed(() => monitoring.joinExclusionsNow());
// Not getrusage: its peak survives exec, and would be the parent's.
const peakMegabytes = Number(/VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
console.log(JSON.stringify({ loadSeconds, joinSeconds, againSeconds, peakMegabytes }));
await service.stop();
