import { banner, clearUnfinishedDemo, openDemo } from './demo/index.js';
import { Clock } from './platform/clock.js';
import { ConfigError, readConfig, type Config } from './platform/config.js';
import { EmbeddedPostgresError } from './platform/embedded-postgres-error.js';
import { requireNode } from './platform/node-version.js';
import { startService, type Service } from './service.js';

async function main(): Promise<void> {
  requireNode(process.versions.node);
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
  try {
    const demo = await openDemo(service, clock, say);
    await service.app.listen(config.port, config.host);
    say(banner(`http://localhost:${new URL(await service.app.getUrl()).port}`, demo));
  } catch (error) {
    await service.stop();
    throw error;
  }
}

/** Set by a signal: what fails after it fails because the service is stopping. */
let stopping = false;

function stopOnSignal(service: Service): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => {
      stopping = true;
      void service.stop().then(() => process.exit(0));
    });
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

main().catch((error: unknown) => {
  if (stopping) return;
  const plain = error instanceof ConfigError || error instanceof EmbeddedPostgresError;
  process.stderr.write(`${plain ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
