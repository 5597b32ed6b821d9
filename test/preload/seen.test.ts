/** That what runs or waits is seen, with its cause, its line and its function: small programs that say themselves what they wait for, traced for real. */
import assert from 'node:assert/strict';
import { stallsOf } from '../../src/model/tracks/stalls.ts';
import { entryText, placeOfSite, titleOfLane } from '../../src/model/tracks/tracksNames.ts';
import { ExportSource } from '../../src/report/exportSource.ts';
import { checkSeen, lanesOf, seen, waitsOf } from '../support/seenProgram.ts';

function lineOf(source: string, text: string): number {
  return source.slice(0, source.indexOf(text)).split('\n').length;
}

const PROMISES = `
import { setTimeout as sleep, setInterval as every, setImmediate as soon } from 'node:timers/promises';
import { EventEmitter, once } from 'node:events';

async function inner(ms) {
  await sleep(ms); // waits: inner: timer 5 ms
  return ms;
}
async function returns() {
  return inner(5); // waits: returns: await inner // calls: inner < returns
}
async function awaitsAndReturns() {
  await null;
  return inner(5); // waits: awaitsAndReturns: await inner
}
async function wrongParents() {
  const first = returns();
  const second = inner(5); // calls: inner < wrongParents
  const third = loops();
  const fourth = inner(5); // calls: inner < wrongParents
  await Promise.all([first, second, third, fourth]); // waits: wrongParents: Promise.all of 4
}
const arrow = async () => inner(5); // waits: arrow: await inner // calls: inner < arrow
async function combined() {
  await Promise.race([inner(5), inner(5)]); // waits: combined: Promise.race of 2
  await Promise.any([inner(5)]); // waits: combined: Promise.any of 1
  await Promise.allSettled([inner(5)]); // waits: combined: Promise.allSettled of 1
}
async function* ticks() {
  await sleep(2); // waits: ticks: timer 2 ms
  yield 1; // waits: ticks: stopped at a yield
  yield;
}
async function loops() {
  for await (const t of ticks()) use(t); // waits: loops: await ticks
  for await (const t of every(3)) break; // waits: loops: timer 3 ms
  for await (const t of [inner(5)]) use(t); // waits: loops: promise // calls: inner < loops
}
async function use() {}
async function thenable() {
  await { then(resolve) { setTimeout(resolve, 4); } }; // waits: thenable: timer 4 ms
}
async function chained() {
  await new Promise((resolve) => process.nextTick(() => queueMicrotask(() => setTimeout(resolve, 6)))); // waits: chained: timer 6 ms
  await soon(); // waits: chained: timer
}
async function events() {
  const emitter = new EventEmitter();
  emitter.on('one', () => setTimeout(() => emitter.emit('two'), 7));
  setImmediate(() => emitter.emit('one'));
  await once(emitter, 'two'); // waits: events: timer 7 ms
  const target = new EventTarget();
  target.addEventListener('go', async function heard() {
    await inner(5); // waits: heard: await inner
  });
  target.dispatchEvent(new Event('go')); // calls: heard < events
}
await returns();
await awaitsAndReturns();
await wrongParents();
await arrow();
await combined();
await loops();
await thenable();
await chained();
await events();
await inner(5); // calls: inner < module
`;

const CALLBACKS = `
const fs = require('node:fs'), http = require('node:http'), zlib = require('node:zlib'), crypto = require('node:crypto'), dns = require('node:dns');
const { execFile } = require('node:child_process');
function start() {
  fs.readFile(__filename, () => zlib.gzip('text', () => {})); // lane: fs.readFile start
  process.nextTick(() => setTimeout(() => {}, 1)); // lane: process.nextTick start
  queueMicrotask(() => {}); // lane: queueMicrotask start
  setImmediate(() => {}); // lane: setImmediate start
  setTimeout(() => {}, 4); // lane: setTimeout start
  crypto.pbkdf2('a', 'b', 10, 32, 'sha256', () => {}); // lane: crypto.pbkdf2 start
  crypto.randomBytes(10, () => {}); // lane: crypto.randomBytes start
  execFile(process.execPath, ['-e', '1'], () => {}); // lane: execFile start
  dns.lookup('localhost', () => {}); // lane: dns.lookup start
  const server = http.createServer((request, response) => response.end());
  server.listen(0, function onListening() {
    http.get({ port: server.address().port, path: '/items/5' }, (response) => response.resume().on('end', () => server.close())); // lane: http.get onListening
  });
  const watcher = fs.watch(__dirname, () => watcher.close()); // lane: fs.watch start
  setTimeout(() => fs.writeFileSync(__dirname + '/new', ''), 200);
  async function read() {
    await new Promise((resolve) => setTimeout(resolve, 3)); // waits: read: timer 3 ms
  }
  fs.stat(__filename, async function found() {
    await read(); // waits: found: await read
  });
}
Promise.resolve().then(() => {}).then(() => {}); // lane: Promise.resolve().then
start();
`;

const INPUT = `
import fs from 'node:fs';
import net from 'node:net';
import http from 'node:http';
import http2 from 'node:http2';
import dns from 'node:dns';
import zlib from 'node:zlib';
import crypto from 'node:crypto';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { pipeline } from 'node:stream/promises';
const file = new URL('input.txt', import.meta.url);

async function files() {
  await fs.promises.writeFile(file, 'x'.repeat(100000)); // waits: files: file
  const handle = await fs.promises.open(file); // waits: files: file
  await handle.read(Buffer.alloc(10), 0, 10, 0); // waits: files: file
  await handle.close();
  await new Promise((resolve) => fs.readFile(file, resolve)); // waits: files: file
  for await (const entry of await fs.promises.opendir(new URL('.', import.meta.url))) void entry; // waits: files: file
}
async function streams() {
  await pipeline(fs.createReadStream(file), fs.createWriteStream(new URL('copy.txt', file))); // waits: streams: file
  const out = fs.createWriteStream(new URL('more.txt', file), { highWaterMark: 16 });
  if (!out.write('more than sixteen characters')) await once(out, 'drain'); // waits: streams: file
  out.end();
  for await (const chunk of fs.createReadStream(file, { highWaterMark: 30000 })) void chunk; // waits: streams: file
}
async function computed() {
  await promisify(zlib.gzip)('x'.repeat(1000)); // waits: computed: zlib
  await promisify(crypto.scrypt)('a', 'b', 32); // waits: computed: crypto
  await crypto.subtle.digest('SHA-256', Buffer.from('a')); // waits: computed: crypto
}
async function names() {
  await dns.promises.lookup('localhost'); // waits: names: DNS
  await new Promise((resolve) => dns.lookup('localhost', resolve)); // waits: names: DNS
}
async function sockets() {
  const server = net.createServer((socket) => socket.on('data', () => setTimeout(() => socket.end('pong'), 20)));
  server.listen(0);
  await once(server, 'listening'); // waits: sockets: socket listen …
  const client = net.connect(server.address().port);
  client.write('ping');
  for await (const chunk of client) void chunk; // waits: sockets: socket connect …
  await new Promise((resolve) => server.close(resolve));
}
function ask(port) {
  return new Promise((resolve, reject) => {
    http.get({ port, path: '/items/5?x=1' }, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
}
async function requests() {
  const server = http.createServer(async function answer(request, response) {
    for await (const chunk of request) void chunk; // waits: answer: …
    await new Promise((resolve) => setTimeout(resolve, 20)); // waits: answer: timer 20 ms
    response.end('text');
  });
  await new Promise((resolve) => server.listen(0, resolve));
  const { port } = server.address();
  await ask(port); // waits: requests: HTTP response GET http://localhost/items/:n
  const response = await fetch('http://localhost:' + port); // waits: requests: socket…
  await response.text();
  server.closeAllConnections();
  server.close();
}
async function second() {
  const server = http2.createServer();
  server.on('stream', (stream) => setTimeout(() => (stream.respond({}), stream.end('two')), 20));
  await new Promise((resolve) => server.listen(0, resolve));
  const session = http2.connect('http://localhost:' + server.address().port);
  for await (const chunk of session.request({})) void chunk; // waits: second: …
  await new Promise((resolve) => session.close(resolve));
  server.close();
}
await files();
await streams();
await computed();
await names();
await sockets();
await requests();
await second();
`;

const THREADS = `
import { Worker, isMainThread, parentPort, workerData, MessageChannel, BroadcastChannel } from 'node:worker_threads';
import cp from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { fileURLToPath } from 'node:url';
const self = fileURLToPath(import.meta.url);

async function worker() {
  const shared = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(self, { workerData: shared });
  await once(thread, 'online'); // waits: worker: message
  thread.postMessage(1);
  thread.postMessage(2);
  await once(thread, 'message'); // waits: worker: message
  Atomics.store(shared, 0, 1);
  Atomics.notify(shared, 0);
  await once(thread, 'exit'); // waits: worker: message
}
async function terminated() {
  const thread = new Worker('setInterval(() => {}, 1000)', { eval: true });
  await new Promise((resolve) => thread.on('online', resolve)); // waits: terminated: message
  await thread.terminate(); // waits: terminated: message
}
async function channels() {
  const { port1, port2 } = new MessageChannel();
  const got = new Promise((resolve) => port2.on('message', resolve));
  setTimeout(() => port1.postMessage('hi'), 3);
  await got; // waits: channels: message
  port1.close();
  const [a, b] = [new BroadcastChannel('news'), new BroadcastChannel('news')];
  const heard = new Promise((resolve) => (b.onmessage = resolve));
  setTimeout(() => a.postMessage('all'), 3);
  await heard; // waits: channels: message
  a.close();
  b.close();
}
async function children() {
  await promisify(cp.execFile)(process.execPath, ['-e', '1']); // waits: children: … spawn …
  const spawned = cp.spawn(process.execPath, ['-e', '2'], { stdio: 'ignore' });
  await once(spawned, 'close'); // waits: children: child process spawn …
  const forked = cp.fork(self, ['child']);
  forked.send('hello');
  await once(forked, 'message'); // waits: children: pipe spawn …
  await once(forked, 'exit'); // waits: children: child process spawn …
  cp.execSync('exit 0');
}
if (process.argv[2] === 'child') {
  process.on('message', (message) => process.send(message, () => process.disconnect()));
} else if (isMainThread) {
  await worker();
  await terminated();
  await channels();
  await children();
} else {
  parentPort.on('message', function onMessage(message) {
    if (message < 2) return;
    parentPort.postMessage('both');
    Atomics.wait(workerData, 0, 0);
    parentPort.close();
  });
}
`;

/** TLS with keys that both sides know: no certificate has to be made. */
const SECURE = `
import https from 'node:https';
import tls from 'node:tls';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { setTimeout as sleep } from 'node:timers/promises';

const psk = { psk: Buffer.from('00112233', 'hex'), identity: 'me' };
const ciphers = 'PSK-AES256-GCM-SHA384:PSK-AES128-GCM-SHA256';
const secret = { ciphers, maxVersion: 'TLSv1.2', pskCallback: () => psk.psk };

async function secure() {
  const server = https.createServer(secret, async function answer(_request, response) {
    await sleep(8); // waits: answer: timer 8 ms
    response.end('hello');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const options = { host: '127.0.0.1', port: server.address().port, ciphers, maxVersion: 'TLSv1.2', pskCallback: () => psk, checkServerIdentity: () => undefined, agent: false };
  const text = await new Promise((resolve, reject) => { // waits: secure: HTTP response GET https://127.0.0.1/
    https.get(options, (response) => {
      let all = '';
      response.on('data', (part) => (all += part));
      response.on('end', () => resolve(all));
    }).on('error', reject);
  });
  server.close();
  return text;
}
async function socket() {
  const server = tls.createServer(secret, async function greet(s) {
    await sleep(6); // waits: greet: timer 6 ms
    s.end('hi');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const s = tls.connect({ host: '127.0.0.1', port: server.address().port, ciphers, maxVersion: 'TLSv1.2', pskCallback: () => psk, checkServerIdentity: () => undefined });
  await once(s, 'secureConnect');
  const [data] = await once(s, 'data');
  s.destroy();
  server.close();
  return String(data);
}
async function aborted() {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), 7);
  await once(controller.signal, 'abort'); // waits: aborted: timer 7 ms
  const alive = setTimeout(() => {}, 500);
  await once(AbortSignal.timeout(9), 'abort'); // waits: aborted: timer 9 ms
  clearTimeout(alive);
  await sleep(50, null, { signal: AbortSignal.abort() }).catch(() => {});
}
async function notified() {
  const cell = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker('const { workerData } = require("worker_threads"); setTimeout(() => { Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0); }, 10);', { eval: true, workerData: cell });
  const { value } = Atomics.waitAsync(cell, 0, 0);
  await value; // waits: notified: promise
  await once(worker, 'exit'); // waits: notified: message
}
await secure();
await socket();
await aborted();
await notified();
`;

const WEB_SOCKET = `
import http from 'node:http';
import { createHash } from 'node:crypto';
import { once } from 'node:events';

async function webSocket() {
  const server = http.createServer();
  server.on('upgrade', (request, s) => {
    const key = createHash('sha1').update(\`\${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11\`).digest('base64');
    s.write(\`HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\nSec-WebSocket-Accept: \${key}\\r\\n\\r\\n\`);
    setTimeout(() => { s.write(Buffer.from([0x81, 2, 0x68, 0x69])); setTimeout(() => s.end(Buffer.from([0x88, 0])), 5); }, 8);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = new WebSocket(\`ws://127.0.0.1:\${server.address().port}/\`);
  await new Promise((resolve) => client.addEventListener('open', resolve));
  const message = await new Promise((resolve) => client.addEventListener('message', (event) => resolve(event.data)));
  await new Promise((resolve) => client.addEventListener('close', resolve));
  server.close();
  return message;
}
await webSocket();
`;

describe('what is seen', () => {
  it('of files, streams, the pool, names, sockets and requests', async () => {
    checkSeen(INPUT, await seen({ 'main.mjs': INPUT }));
  });
  it('of TLS, signals of aborts, and waits for an element of shared memory', async () => {
    checkSeen(SECURE, await seen({ 'main.mjs': SECURE }));
  });
  // Node 20 has no WebSocket of its own.
  if ('WebSocket' in globalThis) {
    it('of a WebSocket: its opening, a message and its end, all from its peer', async () => {
      const waits = waitsOf(await seen({ 'main.mjs': WEB_SOCKET })).filter((wait) => wait.includes('webSocket: '));
      const own = waits.filter((wait) => /webSocket: socket connect 127\.0\.0\.1:\d+$/.test(wait)).map((wait) => Number.parseInt(wait));
      const expected = ["'open'", "'message'", "'close'"].map((event) => lineOf(WEB_SOCKET, `addEventListener(${event}`));
      assert.deepEqual(own, expected, waits.join('\n'));
    });
  }
  it('of workers, messages in order, channels, and child processes in all forms', async () => {
    const result = await seen({ 'main.mjs': THREADS });
    checkSeen(THREADS, result);
    const { trace, timeline } = result;
    const line = (site: number): number => placeOfSite(timeline, site)?.line ?? 0;
    const ends = ({ postSegment, receiveSegment }: (typeof trace.messages)[number]): string =>
      [postSegment, receiveSegment].map((segment) => trace.segments.thread.at(segment)).join('>');
    const main = trace.threads.findIndex((row) => row.threadId === 0);
    const [first, second] = trace.workers;
    assert.deepEqual(
      trace.messages.slice(0, 3).map((row) => [line(row.site), ends(row)]),
      [
        [lineOf(THREADS, 'postMessage(1)'), `${main}>${first?.child}`],
        [lineOf(THREADS, 'postMessage(2)'), `${main}>${first?.child}`],
        [lineOf(THREADS, "postMessage('both')"), `${first?.child}>${main}`],
      ],
      'the n-th post is the n-th receive',
    );
    assert.deepEqual([line(first?.site ?? -1), first?.terminated, first?.exitCode], [lineOf(THREADS, 'new Worker(self'), false, 0]);
    assert.deepEqual([line(second?.site ?? -1), second?.terminated], [lineOf(THREADS, "new Worker('set"), true]);
    assert.deepEqual(
      trace.children.map((row) => [line(row.site), row.exitCode]),
      ['cp.execFile)', 'cp.spawn', 'cp.fork', 'cp.execSync'].map((call) => [lineOf(THREADS, call), 0]),
    );
    const wait = trace.blocks.find((row) => row.api === 'Atomics.wait');
    assert.deepEqual([line(wait?.site ?? -1), wait?.thread], [lineOf(THREADS, 'Atomics.wait('), first?.child]);
    const lane = timeline.mainLane.get(first?.child ?? -1) ?? -1;
    const from = new ExportSource(trace, undefined).originOf(lane);
    assert.equal(titleOfLane(timeline, from?.lane ?? -1), 'module main.mjs:1', 'the worker was started by the code of the main thread');
  });
  it('of its end, with the exit code that an exit listener decides on', async () => {
    const { trace } = await seen({ 'main.cjs': `process.on('exit', () => process.exit(0));\nprocess.exitCode = 5;\n` });
    assert.deepEqual(
      trace.threads.map((row) => [row.exitReason, row.exitCode]),
      [[0, 0]],
    );
  });
  it('of callbacks in plain code: a row for what was asked for, from then on', async () => {
    const result = await seen({ 'main.cjs': CALLBACKS });
    checkSeen(CALLBACKS, result);
    assert.ok(lanesOf(result).includes('0 GET /items/:n'), 'a request that comes in is a row of its own');
  });
  it('of promises, async functions, generators, loops, thenables, ticks, timers and events', async () => {
    checkSeen(PROMISES, await seen({ 'main.mjs': PROMISES }));
  });
  it('of ES modules: what they run at their top is the script', async () => {
    const { timeline } = await seen({
      'main.mjs': `import './other.mjs';\nsetTimeout(() => {}, 5);`,
      'other.mjs': 'setImmediate(() => {});',
    });
    const { lanes } = timeline.tracks;
    const main = timeline.mainLane.get(0) as number;
    const segments = [...(timeline.tracks.threadSegments[0] ?? [])].filter((segment) => timeline.tracks.segmentLane[segment] === main);
    assert.ok(segments.length > 0);
    const started = Array.from({ length: lanes.length }, (_, lane) => lane).filter((lane) => titleOfLane(timeline, lane).startsWith('set'));
    const source = new ExportSource(timeline.trace, undefined);
    assert.deepEqual(
      started.map((lane) => source.originOf(lane)?.lane),
      [main, main],
    );
  });
  it('of pauses for garbage collection: how long and when, and on whose row', async () => {
    const { timeline, trace } = await seen({
      'main.cjs': `require('node:v8').setFlagsFromString('--expose-gc'); const gc = require('node:vm').runInNewContext('gc');
setTimeout(function collect() { gc(); setTimeout(() => {}, 20); }, 5);`,
    });
    const pause = stallsOf(trace).find((row) => row.api === 'garbage collection (mark-sweep)');
    assert.ok(pause !== undefined, JSON.stringify(trace.collections));
    const { lanes } = timeline.tracks;
    const lane = Array.from({ length: lanes.length }, (_, i) => i).find((i) => titleOfLane(timeline, i).startsWith('setTimeout')) as number;
    const texts = Array.from({ length: (timeline.tracks.first[lane + 1] ?? 0) - (timeline.tracks.first[lane] ?? 0) }, (_, i) =>
      entryText(timeline, lane, (timeline.tracks.first[lane] as number) + i),
    );
    assert.ok(texts.includes(pause.api), texts.join(', '));
  });
});
