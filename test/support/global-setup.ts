import { createRequire } from 'node:module';
import type { TestCluster } from './test-cluster.js';

// Jest loads this file outside its module system, which alone would find the sources behind their .js names.
createRequire(import.meta.url)('./typescript-hooks.mjs');

/** Where the set-up leaves the cluster for the teardown: Jest loads the two files apart. */
const clusterKey = Symbol.for('imprimatur.testCluster');

/** Starts the test run's database server, once however many projects ask, and tells the workers through TEST_CLUSTER_URL. */
export default async function startDatabaseServer(): Promise<void> {
  const run = globalThis as { [clusterKey]?: Promise<TestCluster> };
  const { startTestCluster } = await import('./test-cluster.js');
  run[clusterKey] ??= startTestCluster(process.env['TEST_DATABASE_URL']);
  process.env['TEST_CLUSTER_URL'] = (await run[clusterKey]).adminUrl;
}
