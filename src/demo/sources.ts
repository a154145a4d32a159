import type { Config } from '../platform/config.js';
import type { Database } from '../platform/database.js';
import { readExamples } from './examples.js';
import { readDemoRecord } from './folder.js';
import { DemoRegistry } from './registry.js';

/**
 * Before the modules are built: where the demonstration is, or is about to be told, its own registry stands in for the real one, and
 * neither SAM.gov nor the FSMB is asked. An NPPES_URL of the environment replaces the registry; a story told then has no physicians.
 * Answers what is to be stopped at the end; undefined where there is nothing.
 */
export async function openDemoSources(config: Config, database: Database): Promise<DemoRegistry | undefined> {
  if (!config.embedded || !(await showsDemo(config, database))) return undefined;
  config.sam = undefined;
  config.fsmb = undefined;
  if (config.nppesUrl !== undefined) return undefined;
  const registry = await DemoRegistry.start();
  config.nppesUrl = registry.url;
  config.demoRegistry = true;
  // Nobody's patience is at stake, and a start must not take minutes.
  config.nppesRequestsPerSecond = 1000;
  return registry;
}

async function showsDemo(config: Config, database: Database): Promise<boolean> {
  return (await readDemoRecord(config)) !== undefined || mayTell(config, database);
}

/** Whether a story can begin: nobody has an account, mail stays in the folder, and there are texts to tell it with. */
export async function mayTell(config: Config, database: Database): Promise<boolean> {
  if (config.smtpUrl || (await database.first('select 1 from account limit 1'))) return false;
  return (await readExamples()).size > 0;
}
