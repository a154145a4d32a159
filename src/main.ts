import { banner, clearUnfinishedDemo, openDemo } from './demo/index.js';
import { Clock } from './platform/clock.js';
import { ConfigError, readConfig, type Config } from './platform/config.js';
import { EmbeddedPostgresError } from './platform/embedded-postgres-error.js';
import { startService, type Service } from './service.js';

/** The version line our engines need; npm scripts bring 24 where the platform packages have it. */
const leastNode = 22;

async function main(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < leastNode) {
    throw new ConfigError([
      `Node ${process.versions.node} is too old: use npm start, which brings its own, or Node ${leastNode}.13 or newer.`,
    ]);
  }
  const config = readConfig(process.env);
  if (config.embedded) await startOnLaptop(config);
  else stopOnSignal(await startService(config));
}

/** On the embedded database nobody is served before the demonstration is whole. */
async function startOnLaptop(config: Config): Promise<void> {
  if (await clearUnfinishedDemo(config)) say('The last start did not finish the demonstration: it is built anew.');
  const clock = new Clock();
  const service = await startService(config, { clock, listen: false });
  stopOnSignal(service);
  const demo = await openDemo(service, clock, say);
  await service.app.listen(config.port, config.host);
  say(banner(`http://localhost:${new URL(await service.app.getUrl()).port}`, demo));
}

function stopOnSignal(service: Service): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void service.stop().then(() => process.exit(0)));
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  const plain = error instanceof ConfigError || error instanceof EmbeddedPostgresError;
  process.stderr.write(`${plain ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
