// One round of requests over connections that are kept, each sent when the answer before it is whole. Plain sockets: a client that parses
// takes as long as the servers it is to measure. The request is JSON in the first argument, the figures JSON on the last line.
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';

const { port, path, headers, connections, seconds, pids } = JSON.parse(process.argv[2]);
const lines = Object.entries({ host: `127.0.0.1:${port}`, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
const asked = Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`);
const warmup = 500;
/** One for all: what came is looked at before the next socket is read. */
const buffer = Buffer.allocUnsafe(256 * 1024);

let samples = [];
let over = false;
const sockets = new Set(Array.from({ length: connections }, open));
await new Promise((resolve) => setTimeout(resolve, warmup));
samples = [];
const before = moment();
await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
over = true;
const after = moment();
for (const socket of sockets) socket.destroy();
const took = after.at - before.at;
console.log(
  JSON.stringify({
    perSecond: samples.length / (took / 1000),
    samples,
    serverMilliseconds: (after.servers - before.servers) / samples.length,
    ownShare: (after.own - before.own) / took,
  }),
);

/** A server may end a connection after so many requests: another takes its place. */
function open() {
  const answer = reader();
  let sent = 0;
  const send = () => {
    sent = performance.now();
    socket.write(asked);
  };
  const onread = {
    buffer,
    callback: (bytes, chunk) => {
      if (!answer(chunk, bytes) || over) return true;
      samples.push(performance.now() - sent);
      send();
      return true;
    },
  };
  const socket = connect({ port, host: '127.0.0.1', onread, noDelay: true }, send);
  socket.on('error', (error) => over || fail(error));
  socket.on('end', () => {
    if (over || !sockets.delete(socket)) return;
    socket.destroy();
    sockets.add(open());
  });
  return socket;
}

/** Says for each chunk whether the answer is whole. Its length is read once: every answer has the same body. */
function reader() {
  let left = 0;
  let body = -1;
  return (chunk, bytes) => {
    if (left === 0) {
      const end = chunk.subarray(0, bytes).indexOf('\r\n\r\n');
      if (end === -1 || chunk.latin1Slice(9, 12) !== '200') fail(new Error(chunk.latin1Slice(0, Math.min(bytes, 300))));
      if (body === -1) body = Number(/content-length: (\d+)/i.exec(chunk.latin1Slice(0, end))?.[1]);
      if (Number.isNaN(body)) fail(new Error('An answer without a length.'));
      left = end + 4 + body;
    }
    left -= bytes;
    if (left < 0) fail(new Error('More bytes than were announced.'));
    return left === 0;
  };
}

function fail(error) {
  console.error(error);
  process.exit(1);
}

function moment() {
  const { user, system } = process.cpuUsage();
  return {
    at: performance.now(),
    own: (user + system) / 1000,
    servers: pids.reduce((sum, pid) => sum + ticksOf(pid), 0) * 10,
  };
}

function ticksOf(pid) {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13).map(Number);
  return user + system;
}
