/** That what runs or waits is seen, with its cause, its line and its function: small programs that say themselves what they wait for, traced for real. */
import assert from 'node:assert/strict';
import { stallsOf } from '../../src/model/stalls.ts';
import { entryText, titleOfLane } from '../../src/model/tracksNames.ts';
import { checkSeen, lanesOf, seen } from '../support/seenProgram.ts';

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

describe('what is seen', () => {
  it('of callbacks in plain code: a row for what was asked for, from then on', async () => {
    const result = await seen({ 'main.cjs': CALLBACKS });
    checkSeen(CALLBACKS, result);
    assert.ok(lanesOf(result).includes('0 GET /items/:n'), 'a request that comes in is a row of its own');
  });
  it('of promises, async functions, generators, loops, thenables, ticks, timers and events', async () => {
    checkSeen(PROMISES, await seen({ 'main.mjs': PROMISES }));
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
