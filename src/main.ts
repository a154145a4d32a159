import { ConfigError, readConfig } from './platform/config.js';
import { EmbeddedPostgresError } from './platform/embedded-postgres-error.js';
import { startService } from './service.js';

/** The version line our engines need; npm scripts bring 24 where the platform packages have it. */
const leastNode = 22;

async function main(): Promise<void> {
  if (Number(process.versions.node.split('.')[0]) < leastNode) {
    throw new ConfigError([
      `Node ${process.versions.node} is too old: use npm start, which brings its own, or Node ${leastNode}.13 or newer.`,
    ]);
  }
  const config = readConfig(process.env);
  const service = await startService(config);
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void service.stop().then(() => process.exit(0)));
}

main().catch((error: unknown) => {
  const plain = error instanceof ConfigError || error instanceof EmbeddedPostgresError;
  process.stderr.write(`${plain ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
