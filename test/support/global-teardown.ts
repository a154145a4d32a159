import type { TestCluster } from './test-cluster.js';

const clusterKey = Symbol.for('imprimatur.testCluster');

/** Stops the server that the global set-up started, once. */
export default async function stopDatabaseServer(): Promise<void> {
  const run = globalThis as { [clusterKey]?: Promise<TestCluster> };
  const cluster = await run[clusterKey];
  delete run[clusterKey];
  await cluster?.stop();
}
