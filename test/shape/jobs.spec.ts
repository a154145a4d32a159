import { describe, expect, it } from '@jest/globals';
import { Module, type Type } from '@nestjs/common';
import { DiscoveryModule, NestFactory } from '@nestjs/core';
import { events, type EventName } from '../../src/events.js';
import { jobs, queues, reactionsTo, type JobName } from '../../src/jobs.js';
import { Handles, JobHandlers } from '../../src/platform/job-handlers.js';

/** A class with one handler of each of these jobs, as a module would provide it. */
function handling(...names: string[]): Type {
  class Handlers {}
  names.forEach((name, index) => {
    const descriptor = { value: async () => undefined, writable: true, configurable: true, enumerable: false };
    Handles(name as JobName)(Handlers.prototype, `job${index}`, descriptor);
    Object.defineProperty(Handlers.prototype, `job${index}`, descriptor);
  });
  return Handlers;
}

async function startUp(...providers: Type[]): Promise<JobHandlers> {
  @Module({ imports: [DiscoveryModule], providers: [JobHandlers, ...providers] })
  class Root {}
  const app = await NestFactory.createApplicationContext(Root, { logger: false, abortOnError: false });
  return app.get(JobHandlers);
}

const every = Object.keys(jobs) as JobName[];

describe('Start-up', () => {
  it('binds every job to its one handler', async () => {
    const handlers = await startUp(handling(...every));
    for (const name of every) expect(handlers.for(name)).toBeInstanceOf(Function);
  });

  it.each(every)('stops when nobody handles %s', async (name) => {
    const others = every.filter((each) => each !== name);
    await expect(startUp(handling(...others))).rejects.toThrow(`Jobs without a handler: ${name}`);
  });

  it('stops when two handle the same job', async () => {
    await expect(startUp(handling(...every), handling('audit.seal'))).rejects.toThrow(
      'Two handlers for job audit.seal',
    );
  });

  it('stops at a handler of a job that is not in the catalogue', async () => {
    await expect(startUp(handling(...every, 'audit.forget'))).rejects.toThrow('audit.forget, which is not in jobs.ts');
  });
});

describe('The catalogue of jobs', () => {
  it('names only queues that exist, and leaves none without work', () => {
    expect(new Set(every.map((name) => jobs[name].queue))).toEqual(new Set(queues));
  });

  it('wakes every job by a fact or by the scheduler', () => {
    const asleep = every.filter((name) => !('on' in jobs[name]) && !('everySeconds' in jobs[name]));
    expect(asleep).toEqual([]);
  });

  it('names a fact once a job, and only facts that exist', () => {
    for (const name of every) {
      const on = ('on' in jobs[name] ? jobs[name].on : []) as readonly string[];
      expect([name, [...new Set(on)]]).toEqual([name, [...on]]);
      expect(on.filter((fact) => !(fact in events))).toEqual([]);
    }
  });

  it('answers each fact with exactly the jobs that name it', () => {
    for (const fact of Object.keys(events) as EventName[]) {
      const naming = every.filter((name) => 'on' in jobs[name] && (jobs[name].on as readonly string[]).includes(fact));
      expect([fact, [...reactionsTo(fact)].sort()]).toEqual([fact, naming.sort()]);
    }
  });
});
