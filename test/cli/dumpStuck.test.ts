/** `interleave dump` on programs that are stuck in different ways: each must say what it waits for, and who or what would have to wake it. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { Workshop } from './support.ts';

/** Each program says `stuck <pid>;` when it is. */
const SAY = "process.stdout.write('stuck ' + process.pid + ';')";
const STAY = 'setInterval(() => {}, 1e6);';

/** Node has it since 22. */
const WEB_SOCKET = `import net from 'node:net';
import { once } from 'node:events';
const server = net.createServer((socket) => socket.on('data', () => setImmediate(() => ${SAY}))).listen(0, '127.0.0.1');
await once(server, 'listening');
async function join() {
  const w = new WebSocket('ws://127.0.0.1:' + server.address().port);
  await new Promise((resolve) => w.addEventListener('open', resolve));
}
await join();`;

const PROGRAMS: Readonly<Record<string, { readonly source: string; readonly says: readonly RegExp[] }>> = {
  'a lock.cjs': {
    source: `const { Mutex } = require('async-mutex');
const stock = new Mutex();
async function checkout() {
  const release = await stock.acquire();
  await new Promise((resolve) => setTimeout(resolve, 1e6));
  release();
}
async function refund() {
  (await stock.acquire())();
}
checkout();
for (let i = 0; i < 3; i++) refund();
setImmediate(() => ${SAY});`,
    says: [
      /refund ×3 waits for a lock: stock, held by checkout \(a lock\.cjs:4\) for/,
      /^ {4}checkout waits for a timer: fires in 1\d min/m,
    ],
  },
  'a channel that nobody closes.mjs': {
    source: `const waiting = [];
async function* orders() {
  for (;;) yield await new Promise((resolve) => waiting.push(resolve));
}
async function pack() {
  for await (const order of orders()) console.log(order);
}
pack();
${STAY}
setImmediate(() => ${SAY});`,
    says: [/pack waits for the result of orders/, /^ {4}orders waits for whoever takes its resolving function out of waiting/m],
  },
  'two threads.cjs': {
    source: `const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');
async function ask(port) {
  await once(port, 'message');
}
if (isMainThread) {
  const worker = new Worker(__filename);
  worker.once('online', () => { ask(worker); setTimeout(() => ${SAY}, 300); });
} else {
  async function serve() {
    await once(parentPort, 'message');
  }
  serve();
}`,
    says: [
      /^ {2}ask waits for a worker: a message of port/m,
      /^ {2}serve in worker 1 \(two threads\.cjs\) waits for an event: a message from the thread that started it \(parentPort\)/m,
    ],
  },
  'a ring.cjs': {
    source: `const { Mutex } = require('async-mutex');
const stock = new Mutex(), till = new Mutex();
async function sell() {
  await stock.acquire();
  await null;
  await till.acquire();
}
async function count() {
  await till.acquire();
  await null;
  await stock.acquire();
}
sell();
count();
${STAY}
setImmediate(() => ${SAY});`,
    says: [
      /sell waits for a lock: till, held by count/,
      /count waits for a lock: stock, held by sell/,
      /sell waits for itself, by the ring above/,
    ],
  },
  'an answer or an error.cjs': {
    source: `const { EventEmitter } = require('node:events');
const printer = new EventEmitter();
function ask() {
  return new Promise((resolve, reject) => {
    printer.once('answer', (line) => resolve(line.trim()));
    printer.once('error', reject);
  });
}
async function print() {
  await ask();
}
print();
${STAY}
setImmediate(() => ${SAY});`,
    says: [/print waits for an event: 'answer' of printer/],
  },
  'a queue.mjs': {
    source: `import PQueue from 'p-queue';
const queue = new PQueue({ concurrency: 1 });
async function outer() {
  await queue.add(() => 1);
}
queue.add(outer);
${STAY}
setTimeout(() => ${SAY}, 10);`,
    says: [/outer waits in a queue: queue, held by/],
  },
  'functions that await each other.mjs': {
    source: `let a, b;
async function left() {
  await null;
  await b;
}
async function right() {
  await null;
  await a;
}
a = left();
b = right();
${STAY}
setImmediate(() => ${SAY});`,
    says: [/left waits for the result of right/, /right waits for the result of left/],
  },
  'a timer, and several at once.mjs': {
    source: `import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
const bus = new EventEmitter();
async function user() {
  await sleep(1e6);
}
async function orders() {
  await once(bus, 'orders');
}
for (let i = 0; i < 100_000; i++) Promise.resolve(i).then(() => i);
setImmediate(() => ${SAY});
await Promise.all([user(), orders(), Promise.resolve(3)]);`,
    says: [
      /the main module waits for several promises: all of 2/,
      /user waits for a timer: fires in 1\d min/,
      /orders waits for an event: 'orders' of bus/,
    ],
  },
  'a silent peer.mjs': {
    source: `import http from 'node:http';
const server = http.createServer(() => setImmediate(() => ${SAY}));
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
async function prices() {
  return fetch('http://127.0.0.1:' + server.address().port);
}
await prices();`,
    says: [/the main module waits for the result of prices/, /prices waits for the network: 127\.0\.0\.1:\d+, no data for/],
  },
  'a socket.cjs': {
    source: `const net = require('node:net');
const server = net.createServer(() => {}).listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1', () => {
    query();
    setImmediate(() => ${SAY});
  });
  async function query() {
    return await new Promise((resolve) => socket.once('data', resolve));
  }
});`,
    says: [/query waits for the network: 127\.0\.0\.1:\d+, no data for/],
  },
  'several sockets.cjs': {
    source: `const net = require('node:net');
const { once } = require('node:events');
const accepted = [];
const server = net.createServer((socket) => {
  accepted.push(serve(socket));
  if (accepted.length === 4) setImmediate(() => ${SAY});
}).listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  for (let i = 0; i < 2; i++) follow(port);
  query(port);
  finish(port);
});
async function serve(socket) {
  for await (const chunk of socket) console.log(chunk);
}
async function follow(port) {
  const feed = net.connect(port, '127.0.0.1');
  for await (const chunk of feed) console.log(chunk);
}
async function query(port) {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  await new Promise((resolve) => socket.once('data', resolve));
}
async function finish(port) {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'end');
}`,
    says: [
      /follow ×2 waits for the network: 127\.0\.0\.1:\d+, no data for/,
      /query waits for the network: 127\.0\.0\.1:\d+, no data for/,
      /finish waits for the network: 127\.0\.0\.1:\d+, no data for/,
      // Whose connection it accepted is not known.
      /serve ×4 waits for a stream: the next value of socket/,
    ],
  },
  'one client and a server.cjs': {
    source: `const net = require('node:net');
const server = net.createServer((socket) => {
  serve(socket);
  setImmediate(() => ${SAY});
}).listen(0, '127.0.0.1', () => net.connect(server.address().port, '127.0.0.1'));
async function serve(socket) {
  await new Promise((resolve) => socket.once('data', resolve));
}`,
    says: [/serve waits for an event: 'data' of socket/],
  },
  'an HTTP request.cjs': {
    source: `const http = require('node:http');
const { once } = require('node:events');
let asked = 0;
const server = http.createServer(() => {
  if (++asked === 2) setImmediate(() => ${SAY});
}).listen(0, '127.0.0.1', () => {
  const at = { host: '127.0.0.1', port: server.address().port, timeout: 60_000 };
  prices(at);
  stock(at);
});
async function prices(at) {
  return await new Promise((resolve, reject) => {
    http.get(at, resolve).on('error', reject);
  });
}
async function stock(at) {
  const req = http.get(at);
  const [res] = await once(req, 'response');
}`,
    says: [
      /prices waits for the network: GET http:\/\/127\.0\.0\.1\/, no data for/,
      /stock waits for the network: GET http:\/\/127\.0\.0\.1\/, no data for/,
    ],
  },
  'a timer beside a socket.cjs': {
    source: `const net = require('node:net');
const server = net.createServer(() => {}).listen(0, '127.0.0.1', () => {
  const socket = net.connect(server.address().port, '127.0.0.1', () => {
    pause();
    setImmediate(() => ${SAY});
  });
});
async function pause() {
  await new Promise((resolve) => setTimeout(resolve, 1e6));
}`,
    says: [/pause waits for a timer: fires in 1\d min/],
  },
  'children beside a worker.mjs': {
    source: `import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
const worker = new Worker('require("node:worker_threads").parentPort.on("message", () => {})', { eval: true });
async function build() {
  await once(spawn('sleep', ['60']), 'exit');
}
async function pack() {
  const tool = spawn('sleep', ['61']);
  await new Promise((resolve) => tool.on('close', resolve));
}
worker.once('online', () => {
  build();
  pack();
  setImmediate(() => ${SAY});
});`,
    says: [
      /build waits for a child process: 'exit' of sleep 60 \(process \d+\)/,
      /pack waits for a child process: 'close' of sleep 61 \(process \d+\)/,
    ],
  },
  'the holder of a hand-written lock.mjs': {
    source: `import { createServer } from 'node:http';
class Lock {
  busy = false;
  waiters = [];
  async acquire() {
    if (!this.busy) this.busy = true;
    else await new Promise((resolve) => this.waiters.push(resolve));
  }
  release() {
    const next = this.waiters.shift();
    if (next === undefined) this.busy = false;
    else next();
  }
}
const lock = new Lock();
async function locked(work) {
  await lock.acquire();
  try {
    return await work();
  } finally {
    lock.release();
  }
}
const server = createServer(() => {}).listen(0, '127.0.0.1', async () => {
  await locked(async () => {});
  const load = async () => fetch('http://127.0.0.1:' + server.address().port);
  const save = async () => { await locked(async () => {}); };
  locked(load);
  setTimeout(save, 20);
  setTimeout(() => ${SAY}, 200);
});`,
    says: [
      /waits for a lock: lock, held by locked \(the holder of a hand-written lock\.mjs:17\) for/,
      /locked waits for the result of load/,
      /load waits for the network/,
    ],
  },
  'a child that reads its input.mjs': {
    source: `import { spawn } from 'node:child_process';
import { once } from 'node:events';
async function sort() {
  const child = spawn('sort', { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.write('b\\n');
  setTimeout(() => ${SAY}, 20);
  await once(child, 'close');
}
sort();`,
    says: [/sort waits for a child process: 'close' of sort \(process \d+\), whose `stdin` has not been ended/],
  },
  'a child whose input has ended.mjs': {
    source: `import { spawn } from 'node:child_process';
import { once } from 'node:events';
async function wait() {
  const child = spawn('sleep', ['60'], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.write('b\\n');
  child.stdin.end();
  setTimeout(() => ${SAY}, 20);
  await once(child, 'close');
}
wait();`,
    says: [/wait waits for a child process: 'close' of sleep 60 \(process \d+\) {2}/],
  },
  ...(typeof WebSocket === 'undefined'
    ? {}
    : { 'a web socket.mjs': { source: WEB_SOCKET, says: [/join waits for the network: 127\.0\.0\.1:\d+, no data for/] } }),
  'a child.cjs': {
    source: `const { execFile } = require('node:child_process');
const { promisify } = require('node:util');
async function build() {
  await promisify(execFile)('sleep', ['60']);
}
build();
setTimeout(() => ${SAY}, 10);`,
    says: [/build waits for a child process: sleep 60/],
  },
  'an answer.cjs': {
    source: `const readline = require('node:readline/promises');
async function askName() {
  return await readline.createInterface({ input: process.stdin }).question('');
}
askName();
${STAY}
setTimeout(() => ${SAY}, 10);`,
    says: [/askName waits for input/],
  },
  'a worker.mjs': {
    source: `import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
const worker = new Worker('require("node:worker_threads").parentPort.on("message", () => {})', { eval: true });
async function compute() {
  worker.postMessage(3);
  return await once(worker, 'message');
}
worker.once('online', () => setImmediate(() => ${SAY}));
await compute();`,
    says: [/compute waits for a worker: a message of worker \(thread 1\)/],
  },
  'a promise that nobody can settle.cjs': {
    source: `function load(isCached) {
  return new Promise((resolve) => {
    if (isCached) setImmediate(resolve);
  });
}
async function start() {
  await load(false);
}
start();
${STAY}
setImmediate(() => ${SAY});`,
    says: [/start waits for what nobody can settle any more: .* woken by .*:3:\d+/],
  },
  'Atomics.wait.cjs': {
    source: `const { Worker } = require('node:worker_threads');
const flag = new Int32Array(new SharedArrayBuffer(4));
new Worker('require("node:worker_threads").parentPort.postMessage(1)', { eval: true });
function waitForWorker() {
  Atomics.wait(flag, 0, 0);
}
require('node:fs').writeSync(1, 'stuck ' + process.pid + ';');
waitForWorker();`,
    says: [/waitForWorker blocks its thread: Atomics\.wait/],
  },
  'calls in a list, and events without a fixed name.mjs': {
    source: `import { EventEmitter, once } from 'node:events';
import PQueue from 'p-queue';
const bus = new EventEmitter();
const calls = new Map();
const jobs = new PQueue({ concurrency: 1 });
function ask(id) {
  return new Promise((resolve, reject) => {
    calls.set(id, { resolve, reject });
  });
}
async function price(id) {
  await ask(id);
}
async function paid(id) {
  await new Promise((resolve) => bus.once('paid:' + id, resolve));
}
async function approved(id) {
  await once(bus, 'approved:' + id);
}
async function flush() {
  await jobs.onIdle();
}
jobs.add(() => price(7));
paid(7);
approved(7);
flush();
${STAY}
setImmediate(() => ${SAY});`,
    says: [
      /price waits for whoever takes its resolving function out of calls/,
      /paid waits for an event: an event of bus/,
      /approved waits for an event  /,
      /flush waits in a queue: the end of all that is in jobs, held by/,
    ],
  },
  'callbacks in executors.cjs': {
    source: `const net = require('node:net');
const load = (n) => new Promise((resolve) => setTimeout(() => resolve(n), 1e6));
async function one() {
  await load(1);
}
[1, 2].reduce((all, n) => all.then(() => load(n)), Promise.resolve()).then(() => console.log('all'));
async function greet() {
  const socket = net.connect(server.address().port, '127.0.0.1');
  await new Promise((resolve) => socket.once('data', (line) => resolve(line)));
}
async function listen() {
  await new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error('late')), 1e6).unref();
    process.once('message', (order) => { clearTimeout(limit); resolve(order); });
  });
}
const server = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1', () => { greet(); setTimeout(() => ${SAY}, 100); });
one();
listen();`,
    says: [
      /one waits for a timer: fires in 1\d min/,
      /the callback of all\.then waits for a timer: fires in 1\d min .*:6:\d+ /,
      /greet waits for the network: 127\.0\.0\.1:\d+, no data for/,
      /listen waits for a timer/,
    ],
  },
  'a stream.cjs': {
    source: `const { Readable, Writable } = require('node:stream');
const { pipeline } = require('node:stream/promises');
const full = new Writable({ write() {} });
async function copy() {
  await pipeline(Readable.from(['a', 'b']), full);
}
copy();
${STAY}
setTimeout(() => ${SAY}, 10);`,
    says: [/copy waits for a stream: pipeline/],
  },
};

describe('interleave dump of a program that waits for', () => {
  for (const [name, { source, says }] of Object.entries(PROGRAMS)) {
    it(path.parse(name).name, async function () {
      this.timeout(90_000);
      const shop = new Workshop(this);
      fs.symlinkSync(path.resolve('test/programs/locks/node_modules'), path.join(shop.folder, 'node_modules'));
      shop.file(name, source);
      // Standard input stays open: an answer is still to come.
      const running = shop.start(['run', '--out', 'run.ilv', '--', process.execPath, name], { stdin: 'pipe' });
      await running.printed(';');
      const pid = /stuck (\d+);/.exec(running.output.stdout)?.[1] ?? '';
      const { status, stdout } = await shop.run(['dump', pid]);
      process.kill(-(running.child.pid ?? 0), 'SIGKILL');
      await running.closed;
      assert.equal(status, 0);
      for (const text of says) assert.match(stdout, text);
      assert.ok(stdout.split('\n').length <= 50, stdout);
    });
  }
});
