import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDemo, type DemoSummary } from '../../src/demo/index.js';
import { Passwords } from '../../src/identity/index.js';
import { Clock } from '../../src/platform/clock.js';
import { readConfig } from '../../src/platform/config.js';
import { Database } from '../../src/platform/database.js';
import { startService, type Service } from '../../src/service.js';
import { password, Person } from './people.js';
import { settled } from './service.js';

/** What `npm start` shows on an empty folder, in this process, in a folder of its own that goes with it. */
export interface DemoService {
  service: Service;
  /** Where readers reach it, as its pages name it; without a slash at the end. */
  url: string;
  clock: Clock;
  demo: DemoSummary;
  /** Somebody of the demonstration, signed in over HTTP. */
  signIn(name: string): Promise<Person>;
  /** Waits until nothing is owed. */
  settle(): Promise<void>;
  stop(): Promise<void>;
}

/** `at`: the instant at which it stands, and from which its clock runs on; without it the machine's own time. */
export async function startDemo(at?: string): Promise<DemoService> {
  const dataDir = await mkdtemp(join(tmpdir(), 'imprimatur-demo-'));
  // Started as root, PostgreSQL runs as nobody and must reach its folder.
  await chmod(dataDir, 0o755);
  const clock = new Clock();
  if (at !== undefined) clock.travelTo(new Date(at));
  const config = readConfig({ DATA_DIR: dataDir, PORT: String(await freePort()), LOG_LEVEL: 'silent' });
  const service = await startService(config, { clock, listen: false });
  const stop = async (): Promise<void> => {
    await service.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const demo = await openDemo(service, clock, () => undefined);
    if (!demo) throw new Error('The demonstration was not told.');
    await service.app.listen(config.port, config.host);
    const settle = (): Promise<void> => settled(service, service.app.get(Database));
    return { service, url: config.publicUrl, clock, demo, settle, stop, signIn: (name) => signedIn(service, name) };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function signedIn(service: Service, name: string): Promise<Person> {
  const email = `${name}@demo.example`;
  const { id } = await service.app
    .get(Database)
    .one<{ id: string }>('select id from account where email = $1', [email]);
  await service.app.get(Passwords).setPassword(email, password);
  return new Person(id, email, service.config.publicUrl).signIn();
}

/** A port that was free a moment ago: pages name the address of the service, so it must be known before it starts. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
