import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { LeieUnreachable, openLeie } from './leie-source.js';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

async function serve(answer: RequestListener): Promise<string> {
  server = createServer(answer);
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/UPDATED.csv`;
}

describe('The exclusion list at an address', () => {
  it('comes as a stream, dated as its server dates it', async () => {
    const address = await serve((_request, response) => {
      response.setHeader('last-modified', 'Wed, 10 Feb 2027 12:00:00 GMT').end('LASTNAME');
    });
    const { stream, from } = await openLeie(address);
    expect(from).toEqual({ source: address, lastModified: new Date('2027-02-10T12:00:00Z') });
    expect(await text(stream)).toBe('LASTNAME');
  });

  it('has no date where its server gives none', async () => {
    const { from, stream } = await openLeie(await serve((_request, response) => response.end('LASTNAME')));
    stream.destroy();
    expect(from.lastModified).toBeNull();
  });

  it('breaks off as an error, never as an end, when its server hangs up', async () => {
    const address = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('LASTNAME', () => response.destroy());
    });
    const { stream } = await openLeie(address);
    await expect(text(stream)).rejects.toThrow();
  });

  it('is unreachable when it answers anything but a file, or nothing', async () => {
    const address = await serve((_request, response) => response.writeHead(503).end('Maintenance'));
    await expect(openLeie(address)).rejects.toThrow(new LeieUnreachable(`${address} answered 503.`));
    server?.closeAllConnections();
    await new Promise((closed) => server?.close(closed));
    await expect(openLeie(address)).rejects.toThrow(/did not answer: connect ECONNREFUSED/);
  });
});

describe('The exclusion list in a file', () => {
  it('is dated as the file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'imprimatur-leie-'));
    const file = join(folder, 'UPDATED.csv');
    await writeFile(file, 'LASTNAME');
    await utimes(file, 1_800_000_000, 1_800_000_000);
    const { stream, from } = await openLeie(file);
    expect(from).toEqual({ source: file, lastModified: new Date(1_800_000_000_000) });
    expect(await text(stream)).toBe('LASTNAME');
    await rm(folder, { recursive: true });
    await expect(openLeie(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
