/** Programs that look at themselves print the same, and end the same, with and without the recorder. */
import assert from 'node:assert/strict';
import { type Program, runBoth } from './support/tracedProgram.ts';

/** Everything that a program can easily see of its surroundings. */
const LOOK = `
function look(where) {
  const { inspect } = require('node:util');
  const names = ['exit', 'beforeExit', 'uncaughtException', 'unhandledRejection', 'rejectionHandled', 'warning', 'message', 'worker', 'SIGINT', 'SIGTERM', 'newListener'];
  console.log(where, inspect({
    globals: Object.getOwnPropertyNames(globalThis),
    globalSymbols: Object.getOwnPropertySymbols(globalThis).filter((s) => !/^interleave\\b/.test(s.description)).map(String),
    listeners: names.map((name) => process.listenerCount(name)),
    events: Object.keys(process._events),
    env: Object.keys(process.env).sort(),
    nodeOptions: process.env.NODE_OPTIONS,
    execArgv: process.execArgv,
    argv: process.argv.slice(2),
    resources: process.getActiveResourcesInfo(),
    handles: process._getActiveHandles().length,
    requests: process._getActiveRequests().length,
    cache: typeof require === 'function' && require.cache ? Object.keys(require.cache).map((f) => f.split('/').pop()) : [],
    exitCode: process.exitCode,
    promise: inspect(Promise.resolve({ a: 1 }), { showHidden: false }),
    ownKeys: Reflect.ownKeys(Promise.resolve(1)),
    processKeys: Object.keys(process),
    emit: typeof process.emit,
    maxListeners: process.getMaxListeners(),
    timeout: Object.keys(setTimeout(() => {}, 1).unref()),
  }, { depth: 4, maxArrayLength: null, breakLength: 200 }));
}
`;

const FUNCTIONS = `
const { inspect } = require('node:util');
const fs = require('node:fs'), cp = require('node:child_process'), wt = require('node:worker_threads'), timers = require('node:timers');
const functions = { setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate, queueMicrotask, MessageChannel, MessagePort, BroadcastChannel,
  all: Promise.all, race: Promise.race, any: Promise.any, allSettled: Promise.allSettled, then: Promise.prototype.then,
  toString: Function.prototype.toString, wait: Atomics.wait, exit: process.exit, emit: process.emit, nextTick: process.nextTick, reallyExit: process.reallyExit,
  ...Object.fromEntries(Object.entries(fs).filter(([, v]) => typeof v === 'function')), spawn: cp.spawn, execSync: cp.execSync, fork: cp.fork,
  Worker: wt.Worker, receive: wt.receiveMessageOnPort, post: wt.MessagePort.prototype.postMessage, tclear: timers.clearTimeout,
  unref: Object.getPrototypeOf(setTimeout(() => {}, 1).unref()).unref };
for (const [key, f] of Object.entries(functions)) {
  console.log(key, inspect(f), f.name, f.length, Object.getOwnPropertyNames(f).sort().join(), Object.getOwnPropertySymbols(f).map(String).join(),
    typeof f.prototype, f.toString().length, Function.prototype.toString.call(f).slice(0, 60));
}
console.log(setTimeout === timers.setTimeout, clearTimeout === timers.clearTimeout, MessageChannel === wt.MessageChannel, fs.promises === require('node:fs/promises'));
for (const [o, k] of [[globalThis, 'clearTimeout'], [Promise, 'all'], [process, 'exit'], [wt, 'Worker'], [wt, 'threadId'], [Atomics, 'wait'], [Function.prototype, 'toString'], [wt.Worker.prototype, 'threadId'], [globalThis, 'MessageChannel']]) {
  const d = Object.getOwnPropertyDescriptor(o, k);
  console.log(k, d.writable, d.enumerable, d.configurable, typeof d.get, typeof d.value);
}
for (const f of [Promise.all, Promise.race, Function.prototype.toString, Atomics.wait, wt.MessagePort.prototype.postMessage]) {
  try { Reflect.construct(Object, [], f); console.log('constructs', f.name); } catch (e) { console.log(e.constructor.name); }
}
try { Function.prototype.toString.call({}); } catch (e) { console.log(e.stack); }
try { Promise.all.call(1, []); } catch (e) { console.log(e.stack); }
try { new wt.Worker('relative'); } catch (e) { console.log(e.stack); }
try { Atomics.wait(1); } catch (e) { console.log(e.stack); }
try { new wt.MessageChannel().port1.postMessage(() => {}); } catch (e) { console.log(e.stack); }
try { fs.readFileSync('/does/not/exist'); } catch (e) { console.log(e.stack, inspect(e)); }
try { fs.readFileSync('/does/not/exist', 'utf8'); } catch (e) { console.log(e.stack); }
try { fs.statSync('/does/not/exist'); } catch (e) { console.log(e.stack); }
try { fs.mkdirSync('/'); fs.rmdirSync('/does/not/exist'); } catch (e) { console.log(e.stack); }
try { fs.openSync(5, 'x', {}); } catch (e) { console.log(e.stack); }
try { cp.spawn(''); } catch (e) { console.log(e.stack); }
try { cp.execFileSync('/does/not/exist'); } catch (e) { console.log(e.code, e.stack.replace(/pid: \\d+/, '')); }
try { clearTimeout(Symbol('x')); console.log('cleared'); } catch (e) { console.log(e.stack); }
class Sub extends Promise { static get [Symbol.species]() { return Promise; } }
console.log(inspect(Sub.all([1])), Sub.all([]) instanceof Sub, inspect(wt.Worker.prototype), inspect(new wt.MessageChannel().constructor));
`;

const PROGRAMS: Readonly<Record<string, Program>> = {
  'a CommonJS program that looks around': {
    'main.cjs': `${LOOK}\nlook('start');\nsetImmediate(() => look('later'));\nprocess.on('exit', () => look('exit'));`,
  },
  'an ES module that looks around': {
    'main.mjs': `import { createRequire } from 'node:module';\nimport fs, { readFileSync } from 'node:fs';\nconst require = createRequire(import.meta.url);\n${LOOK}
look('start');\nawait null;\nlook('later');\nconsole.log(readFileSync === fs.readFileSync, readFileSync.name, import.meta.url.length > 0);`,
  },
  'a CommonJS program that looks at built-in functions': { 'main.cjs': FUNCTIONS },
  'module graph and require': {
    'main.cjs': `const a = require('./a.cjs');\nconsole.log(module.children.map((m) => m.filename.split('/').pop()), module.parent, require.main === module, Object.keys(require.cache).length, a);
console.log(Object.keys(require('node:module')._pathCache).map((k) => k.split('/').pop().slice(0, 8)));`,
    'a.cjs': `module.exports = [module.parent.filename.split('/').pop(), module.children.length];`,
  },
  'exit code of process.exitCode': { 'main.cjs': `process.exitCode = 7; process.on('exit', (c) => console.log('exit', c));` },
  'exit from a listener': {
    'main.cjs': `process.on('beforeExit', () => { console.log('before'); process.exit(5); });\nprocess.on('exit', (c) => { console.log(c); process.exit(6); });\nsetTimeout(() => {}, 5);`,
  },
  'beforeExit that goes on': {
    'main.cjs': `let n = 0; process.on('beforeExit', () => { console.log('before', n); if (n++ < 2) setTimeout(() => console.log('again'), 1); });`,
  },
  'uncaught error': {
    'main.cjs': `setTimeout(() => { throw new TypeError('boom'); }, 1); process.on('exit', (c) => console.log('exit', c));`,
  },
  'uncaught error in an ES module': { 'main.mjs': `await null;\nthrow new RangeError('late');` },
  'handled uncaught error': {
    'main.cjs': `process.on('uncaughtException', (e, o) => console.log(e.message, o, new Error('here').stack)); setTimeout(() => { throw new Error('boom'); }, 1); setTimeout(() => console.log('on'), 5);`,
  },
  'uncaught error behind a handled one': {
    'main.cjs': `process.once('uncaughtException', (e) => console.log(e.message));\nsetTimeout(() => { throw new Error('first'); }, 1);\nsetTimeout(() => { throw new Error('second'); }, 20);`,
  },
  'errors for a handler of the program in place of that of Node': {
    'main.cjs': `const fatal = process._fatalException, mine = (e, p) => { console.log('mine', e.message, process._fatalException === mine); process.once('uncaughtException', () => {}); return fatal.call(process, e, p); };
process._fatalException = mine; for (const name of ['first', 'second']) setTimeout(() => { throw new Error(name); }, 5);
setTimeout(() => { console.log(process._fatalException === mine); process._fatalException = fatal; throw new Error('third'); }, 20);`,
  },
  'unhandled rejection': { 'main.cjs': `Promise.reject(new Error('lost'));` },
  'unhandled rejection of a value': { 'main.cjs': `Promise.reject({ a: 1 }); process.on('exit', (c) => console.log(c));` },
  'unhandled and late handled rejections with listeners': {
    'main.cjs': `process.on('unhandledRejection', (r, p) => { console.log(r, p, new Error('here').stack); setTimeout(() => p.catch(() => {}), 1); }); process.on('rejectionHandled', (p) => console.log('late', p, new Error('there').stack)); Promise.reject(1);`,
  },
  'warnings of rejections': { 'main.cjs': `Promise.reject(new Error('w')); setTimeout(() => console.log('on'), 5);` },
  'top-level await that never settles': { 'main.mjs': `console.log('waiting'); await new Promise(() => {});` },
  'listeners of exit see their own stack': {
    'main.cjs': `process.on('exit', function last() { console.log(new Error('x').stack); }); process.on('beforeExit', function before() { console.log(new Error('y').stack); });`,
  },
  'promises print as before': {
    'main.cjs': `const p = Promise.resolve(1), q = p.then(() => 2), r = (async () => 3)();\nconsole.log(p, q, r, { p }, Reflect.ownKeys(q)); q.then((v) => console.log(v, q, Object.assign({}, q), structuredClone({ v })));`,
  },
  'stack of a callback': {
    'main.cjs': `const fs = require('node:fs'), zlib = require('node:zlib'), dns = require('node:dns');
const steps = [(f) => setTimeout(f, 1), setImmediate, process.nextTick, queueMicrotask, (f) => fs.stat('.', f), (f) => fs.readFile(__filename, f), (f) => zlib.gzip('a', f), (f) => dns.lookup('127.0.0.1', f), (f) => Promise.all([1]).then(f),
  (f) => { const t = setInterval(() => { clearInterval(t); f(); }, 1); }, (f) => require('node:child_process').spawn('true').on('exit', f), (f) => fs.createReadStream(__filename).on('close', f).resume(), (f) => new MessageChannel().port1.on('close', f).close()];
(function next() { const step = steps.shift(); if (step) step(function inner() { console.log(step.toString(), new Error('x').stack); setTimeout(next, 1); }); else last(); })();
function inner() { console.log(new Error('x').stack); }
async function last() { await fs.promises.stat('.'); inner(); try { await fs.promises.readFile('/nope'); } catch (e) { console.log(e.stack); } try { await Promise.any([Promise.reject(new Error('no'))]); } catch (e) { console.log(e.stack); } }
[3].forEach(inner); console.log([...new Set([1])].map(inner));`,
  },
  workers: {
    'main.cjs': `const { Worker, isMainThread, parentPort, threadId, workerData, getEnvironmentData, setEnvironmentData, resourceLimits } = require('node:worker_threads');
process.on('worker', (w) => console.log('worker event', w.threadId));
setEnvironmentData('mine', 1);
const lines = [];
function start(options) { return new Promise((done) => { const w = new Worker(__dirname + '/worker.cjs', options); const id = w.threadId; w.on('message', (m) => lines.push([id, m])); w.on('exit', (c) => { lines.push([id, 'exit', c, w.threadId]); done(); }); }); }
(async () => { await start({ workerData: 1 }); await start({ env: { ONLY: '1' } }); await start({ execArgv: [], workerData: 2 }); await start({ env: require('node:worker_threads').SHARE_ENV }); await start({ env: { ONLY: '2' }, execArgv: [] }); await start(Object.freeze({ env: Object.freeze({ A: 'x' }), name: 'n' }));
 console.log(JSON.stringify(lines, null, 1)); console.log(process.env.NODE_OPTIONS, process.getActiveResourcesInfo(), process.listenerCount('worker')); })();`,
    'worker.cjs': `const wt = require('node:worker_threads');
wt.parentPort.postMessage([wt.threadId, wt.workerData, Object.keys(process.env).sort().filter((k) => k.length < 14 && !/^npm_/.test(k)), process.env.NODE_OPTIONS, process.execArgv, wt.getEnvironmentData('mine'), Object.getOwnPropertyNames(globalThis).length, Object.keys(require.cache).length, process.getActiveResourcesInfo(), wt.parentPort.listenerCount('message'), require('node:util').inspect(wt.parentPort, { depth: 0 })]);
if (wt.workerData === 2) setTimeout(() => process.exit(3), 1);`,
  },
  'an ES module worker with named imports': {
    'main.mjs': `import { Worker, threadId, isMainThread } from 'node:worker_threads';\nif (isMainThread) { const w = new Worker(new URL(import.meta.url)); console.log(w.threadId, threadId); w.on('exit', (c) => console.log('exit', c)); } else console.log('in', threadId);`,
  },
  'a worker that throws, one that is ended': {
    'main.cjs': `const { Worker } = require('node:worker_threads');
const a = new Worker('setTimeout(() => { throw new Error("in worker") }, 1)', { eval: true }); a.on('error', (e) => { console.log(e.message, e.stack.split('\\n').length); }); a.on('exit', (c) => { console.log('exit', c);
const b = new Worker('require("node:worker_threads").parentPort.postMessage(1); for (;;);', { eval: true }); b.on('message', async () => console.log('ended', await b.terminate())); b.on('exit', (c) => console.log('exit', c)); });`,
  },
  'message channels': {
    'main.cjs': `const { MessageChannel, receiveMessageOnPort, Worker, BroadcastChannel } = require('node:worker_threads');
const { port1, port2 } = new MessageChannel(); console.log(port1, port1 instanceof MessagePort, port1.constructor === MessagePort);
port1.postMessage({ a: 1 }); console.log(receiveMessageOnPort(port2), receiveMessageOnPort(port2));
port2.on('message', (m) => { console.log('got', m, new Error('s').stack); port1.close(); }); port2.on('close', () => console.log('closed')); port1.postMessage(2);
const third = new globalThis.MessageChannel(); third.port2.onmessage = (e) => { console.log('event', e.data, e.constructor.name); third.port2.close(); }; third.port1.postMessage('x', []);`,
  },
  'child processes': {
    'main.cjs': `const cp = require('node:child_process'); const env = Object.freeze({ PATH: process.env.PATH, MINE: '1' });
const show = 'console.log(Object.keys(process.env).filter((k) => /NODE|INTER|MINE/.test(k)), process.execArgv, process.argv.length)';
console.log(cp.execFileSync(process.execPath, ['-e', show], { env }).toString(), cp.execSync(JSON.stringify(process.execPath) + " -e '" + show + "'").toString(), cp.spawnSync(process.execPath, ['-e', 'process.exit(4)']).status);
const c = cp.fork(__dirname + '/child.cjs', ['x'], { env }); console.log(Object.keys(c).sort().join(), c.spawnargs.length);
c.on('message', (m, h) => { console.log('parent', m, h, new Error('s').stack); c.disconnect(); }); c.on('exit', (code, signal) => console.log('exit', code, signal, new Error('e').stack)); c.on('close', (code) => console.log('close', code)); c.send({ hello: 1 }); 
const bad = cp.spawn('/does/not/exist'); bad.on('error', (e) => console.log(e.code, e.stack.length > 10)); console.log(env);
c.on('close', () => cp.exec('exit 3', (e, out, err) => console.log(e.code, JSON.stringify(out), JSON.stringify(err))));`,
    'child.cjs': `process.on('message', (m) => { process.send(['child', m, process.env.NODE_OPTIONS, process.env.INTERLEAVE_OPTIONS, process.listenerCount('message'), Object.keys(process.channel)]); }); process.on('disconnect', () => { process.exitCode = 9; });`,
  },
  cluster: {
    'main.cjs': `const cluster = require('node:cluster'); if (cluster.isPrimary) { const w = cluster.fork(); w.on('message', (m) => { console.log('primary', m, Object.keys(cluster.workers)); w.disconnect(); }); w.on('exit', (c) => console.log('exit', c)); }
else { require('node:http').createServer((q, r) => r.end()).listen(0, () => process.send('listening')); }`,
  },
  'http server and client': {
    'main.cjs': `const http = require('node:http');
const server = http.createServer(function handler(req, res) { console.log(req.method, req.url, new Error('s').stack, server.listenerCount('request'), req.socket.listenerCount('data')); res.end('ok'); });
server.listen(0, '127.0.0.1', async () => { const base = 'http://127.0.0.1:' + server.address().port; const r = await fetch(base + '/a/1?x=2'); console.log(r.status, await r.text());
http.get(base + '/b', (res) => { console.log(res.statusCode, new Error('c').stack); res.resume().on('end', () => { server.close(() => console.log('closed', process.getActiveResourcesInfo().sort())); server.closeAllConnections(); }); }); });`,
  },
  timers: {
    'main.cjs': `const timers = require('node:timers/promises'); const log = [];
const t = setTimeout(() => log.push('never'), 2); clearTimeout(t); clearTimeout(t); clearTimeout(undefined); clearTimeout(99999); const s = setTimeout(() => log.push('string'), 1); clearTimeout(String(+s));
const other = []; const i = setInterval((a) => { other.push(a); if (other.length > 3) clearInterval(i); }, 1, 'i'); console.log(Object.keys(t), t.hasRef(), t.unref() === t, t.hasRef(), t.ref().hasRef(), typeof t.refresh(), +t > 0);
const im = setImmediate(() => log.push('no')); clearImmediate(im); (async () => { for await (const x of timers.setInterval(1, 'p')) { log.push(x); break; } log.push(await timers.setTimeout(2, 'done')); const ac = new AbortController(); setTimeout(() => ac.abort(), 1);
try { await timers.setTimeout(1000, 0, { signal: ac.signal }); } catch (e) { log.push(e.name); } setTimeout(() => console.log(log, other), 20); })();`,
  },
  'streams and files': {
    'main.cjs': `const fs = require('node:fs'), path = require('node:path'), { pipeline } = require('node:stream/promises'), zlib = require('node:zlib'), crypto = require('node:crypto'); const d = fs.mkdtempSync(path.join(__dirname, 'd-'));
(async () => { const f = path.join(d, 'a'); await fs.promises.writeFile(f, 'x'.repeat(100000)); await pipeline(fs.createReadStream(f), zlib.createGzip(), fs.createWriteStream(f + '.gz')); console.log(fs.statSync(f).size, zlib.gunzipSync(fs.readFileSync(f + '.gz')).length);
const h = await fs.promises.open(f, 'r+'); console.log((await h.read(Buffer.alloc(3), 0, 3, 0)).bytesRead, (await h.write('yy')).bytesWritten, (await h.stat()).isFile(), Object.keys(h)); await h.close(); fs.renameSync(f, f + '2'); console.log(fs.readdirSync(d), fs.existsSync(f), crypto.pbkdf2Sync('a', 'b', 10, 8, 'sha1').toString('hex'), crypto.scryptSync('a', 'b', 8).length, crypto.createHash('sha1').update('a').digest('hex'));
fs.rmSync(d, { recursive: true }); const { promisify } = require('node:util'); console.log(await promisify(fs.exists)(d), (await promisify(fs.read)(fs.openSync(__filename), Buffer.alloc(2), 0, 2, 0)).bytesRead, promisify(setTimeout) === setTimeout[promisify.custom]); })();`,
  },
  'async hooks and context of the program': {
    'main.cjs': `const { AsyncLocalStorage, createHook, executionAsyncId, AsyncResource } = require('node:async_hooks'); const als = new AsyncLocalStorage(); const types = {};
const hook = createHook({ init(id, type) { types[type] = (types[type] ?? 0) + 1; } }).enable();
als.run(1, async () => { await null; console.log(als.getStore()); setTimeout(() => { console.log(als.getStore()); new AsyncResource('X').runInAsyncScope(() => console.log(als.getStore(), executionAsyncId() > 0)); hook.disable(); console.log(types); }, 1); });`,
  },
  'process.exit while workers run': {
    'main.cjs': `const { Worker } = require('node:worker_threads'); const w = new Worker('require("node:worker_threads").parentPort.postMessage(1); setInterval(() => {}, 10)', { eval: true }); w.on('message', () => process.exit(8));`,
  },
  'calls of what is no function': {
    'main.cjs': `const a = { b: {} }; const list = {}; class K { constructor() { this.items = 5; } make() { return { z: {} }; } }
const k = new K(); (async () => { await null; for (const call of [() => a.b.end(), () => list.push(1), () => k.items.push(1), () => k.items?.push(2), () => k.make(1, 'x)').z.end(), () => a['b'].close(),
  () => a.b.get('x'), () => a.b.missing(), () => new a.b.close()]) { try { call(); } catch (e) { console.log(e.stack.split('\\n').slice(0, 2).join()); console.log(e); } } k.items.push(3); })();`,
  },
  'a signal': {
    'main.cjs': `process.on('SIGTERM', () => { console.log('term'); process.exit(2); }); setTimeout(() => process.kill(process.pid, 'SIGTERM'), 1); setTimeout(() => {}, 20000);`,
  },
  'death by a signal': { 'main.cjs': `setTimeout(() => process.kill(process.pid, 'SIGKILL'), 1); setTimeout(() => {}, 20000);` },
  'patched built-ins': {
    'main.cjs': `Map.prototype.get = Map.prototype.set = Map.prototype.has = WeakMap.prototype.get = () => { throw new Error('mine'); }; Array.prototype.push = () => { throw new Error('mine'); };
const fs = require('node:fs'); setTimeout(async () => { await Promise.all([Promise.resolve(1)]); fs.writeSync(1, 'ran ' + fs.readFileSync(__filename, 'utf8').length + '\\n'); process.exit(0); }, 1);`,
  },
  'an uncaught error of a file operation': {
    'main.cjs': `const fs = require('node:fs'); try { fs.readdirSync('/does/not/exist'); } catch (e) { console.log(e.stack); } function read() { return fs.readFileSync('/does/not/exist'); } read();`,
  },
  'an uncaught error of a built-in': {
    'main.cjs': `const { port1 } = new MessageChannel(); function send() { port1.postMessage(() => {}); }\nsend();`,
  },
  'properties by names of every kind': {
    'main.cjs': `const kept = { a: 1, b: 2, c: 3 }, list = [0];
async function add(key) { kept[key] = (kept[key] ?? 0) + 1; await null; kept[key] += 1; list[key] = kept[key]; await null; return kept[key]; }
const keys = [NaN, NaN, -0, '-0', 0, '0', '07', '7', 7, -7, '-7', '', 1e21, '1e21', Infinity, '-Infinity', Symbol.iterator];
Promise.all(keys.map(add)).then((all) => console.log(all.join(), Reflect.ownKeys(kept).map(String).join(), Object.keys(list).join()));`,
  },
  'methods of emitters that the program has patched': {
    'main.cjs': `const { EventEmitter } = require('node:events'), proto = EventEmitter.prototype, { on, off } = proto, seen = [];
proto.on = function mine(...args) { seen.push('on ' + args[0]); return on.apply(this, args); }; proto.removeListener = proto.off = function theirs(...args) { seen.push('off ' + args[0]); return off.apply(this, args); };
const mine = proto.on, theirs = proto.off, e = new EventEmitter().setMaxListeners(20), f = () => {};
e.on('a', f); e.addListener('b', f); e.off('a', f); e.removeListener('b', f);
console.log(seen.join(), proto.on === mine, proto.off === theirs, proto.removeListener === theirs, proto.addListener.name, e.listenerCount('a'));`,
  },
  'places of errors in calls on names that are not there': {
    'main.cjs': `const h = (v) => v, missing = undefined;
const steps = [
  () => { h(nope.run(4)); }, () => { h(1, 2, nope
    .run(4)); }, () => { nope.run(4); }, () => { const v = 1 + nope.a.b(4); h(v); }, () => { h([1, nope.run(4)]); }, () => { h(missing.a.b(1)); },
  () => { h(1 + nope.run(h(1))); }, () => { h(...nope.run(4)); }, () => { h(late.run(4)); const late = 1; }, () => { new h(nope
    .run(1)); }, async () => { h(await nope.run(4)); }, () => { h(missing?.a.b(1) && nope
    .c.d(1)); } ];
(async () => { for (const step of steps) try { await step(); console.log('ran'); } catch (e) { console.log(e.stack.split('\\n').slice(0, 2).join()); } })();`,
  },
  'an uncaught error of a built-in that has no text': { 'main.cjs': `async function f() { await null; Atomics.wait(1); }\nf();` },
  'an error event that nobody listens to': {
    'main.cjs': `const { EventEmitter } = require('node:events'); class Mine extends EventEmitter {} const m = new Mine();
setTimeout(() => m.emit('error', Object.assign(new Error('emitted'), { extra: { n: 1 } })), 1);`,
  },
  // The worker waits for its message: one that has left by then is heard of as online from within its exit, with another stack.
  'names of classes that are watched, on stacks': {
    'main.cjs': `const vm = require('node:vm'), { Worker } = require('node:worker_threads'); try { new vm.Script('null.x').runInThisContext(); } catch (e) { console.log(e.stack.split('\\n').slice(0, 12).join()); }
const w = new Worker("require('node:worker_threads').parentPort.once('message', () => {})", { eval: true }); w.on('online', () => { console.log(new Error('o').stack, w instanceof Worker); w.postMessage('go'); }); w.on('exit', () => console.log(new Error('e').stack));`,
  },
  'names of functions that assign': {
    'main.cjs': `'use strict'; const f = Object.freeze({ list: Object.freeze([1]) }); (async () => { await null; for (const g of [[() => { f.list[0] += 1; }][0]]) try { g(); } catch (e) { console.log(e.stack.includes('$il')); } })();`,
  },
  'stacks of combinators as objects': {
    'main.cjs': `Error.prepareStackTrace = (e, sites) => sites.map((s) => [s.getFunctionName(), s.getTypeName(), s.getMethodName(), s.isAsync()].join()).join(' '); async function fail() { await null; return new Error('x').stack; } Promise.all([fail()]).then((r) => console.log(r[0])); (async () => console.log((await Promise.all([fail()]))[0]))();`,
  },
  'call sites': {
    'main.cjs': `const { getCallSites } = require('node:util'); function deep(n) { return n > 0 ? deep(n - 1) : getCallSites?.(); } const all = deep(20); console.log(all?.length, all?.map((s) => [s.functionName, s.lineNumber, s.column]), deep(1)?.length, getCallSites?.(3).length);`,
  },
  'built-ins that look at the stack': {
    'main.cjs': `const seen = new Set(); for (const [o, k] of [[Map.prototype, 'get'], [Array.prototype, 'map'], [Array, 'isArray'], [Math, 'floor'], [String.prototype, 'includes']]) { const real = o[k]; o[k] = function (...args) { if (/preload|interleave/.test(new Error('s').stack)) seen.add(k); return Reflect.apply(real, this, args); }; }
const state = { n: 0 }; (async () => { state.n += await 1; await new Promise((r) => setTimeout(r, 1)); try { state.nothing.x; } catch (e) { console.log(e.stack); } console.log([...seen], state); })();`,
  },
  'the methods of all emitters, patched': {
    'main.cjs': `const { EventEmitter } = require('node:events'), proto = EventEmitter.prototype, seen = [];
for (const name of ['emit', 'on', 'once', 'off', 'removeListener', 'listenerCount', 'listeners']) { const real = proto[name]; proto[name] = function (...args) { if (this === process || /Worker/.test(this.constructor.name)) seen.push(name + ' ' + String(args[0])); return real.apply(this, args); }; }
process.on('unhandledRejection', () => {}); process.on('mine', () => {}); Promise.reject(new Error('none')); process.emit('mine');
process.on('exit', (code) => console.log(code, seen.join())); setTimeout(() => {}, 100);`,
  },
  'the emit of the process, replaced and put back': {
    'main.cjs': `const { emit } = process, seen = []; process.emit = function (...args) { seen.push(args[0]); return emit.apply(this, args); }; process.emit('mine'); const mine = process.emit; process.emit = emit; process.emit('other');
console.log(seen.join(), mine !== emit, Object.keys(process).includes('emit'), process.emit === emit); process.on('exit', () => console.log('exit', seen.join())); setTimeout(() => {}, 5);`,
  },
  'what reads texts, patched while stacks are made': {
    'main.cjs': `const calls = {}; for (const [o, k] of [[RegExp.prototype, 'test'], [RegExp.prototype, 'exec'], [String.prototype, 'slice'], [String.prototype, 'lastIndexOf'], [String.prototype, 'includes'], [Object, 'getOwnPropertyDescriptor'], [Math, 'max']]) { const real = o[k]; o[k] = function (...args) { calls[k] = (calls[k] ?? 0) + 1; return Reflect.apply(real, this, args); }; }
const state = { n: 0 }; class Named { async run() { state.n++; await null; return new Error('a').stack; } } const stacks = []; (async () => { stacks.push(await new Named().run()); try { state.nothing.x(1); } catch (e) { stacks.push(e.stack); } await Promise.all([1].map(async () => { stacks.push(new Error('b').stack); })); const all = JSON.stringify(calls); console.log(all, stacks.join()); })();`,
  },
  'copying of bytes that the program has patched': {
    'main.cjs': `const proto = Object.getPrototypeOf(Uint8Array.prototype), calls = {}; for (const name of ['set', 'slice', 'subarray', 'fill']) { const real = proto[name]; proto[name] = function (...args) { calls[name] = (calls[name] ?? 0) + 1; return Reflect.apply(real, this, args); }; }
const state = { n: 0 }; async function step(key) { const before = state.n; await null; state[key] = before + 1; state.n = before + 1; } (async () => { for (let i = 0; i < 20; i++) await Promise.all([step('a' + i), step('b')]); await new Promise((r) => setTimeout(r, 20)); console.log(calls, Object.keys(state).length); })();`,
  },
  'built-ins that throw, and an uncaught error': {
    'main.cjs': `Array.prototype.map = Map.prototype.get = Math.floor = () => { throw new Error('patched'); }; setTimeout(() => process.exit(5), 1);`,
  },
  'a program that reads its own descriptors': {
    'main.cjs': `const fs = require('node:fs'); const fd = fs.openSync(__filename); fs.closeSync(fd); try { fs.closeSync(fd); } catch (e) { console.log(e.code, e.stack); } console.log(process.stdin.fd, process.stdout.fd, typeof process.stdout.isTTY);`,
  },
  'hooks of the program': {
    'main.cjs': `const { createHook } = require('node:async_hooks'); const seen = new Set(), unknown = []; const look = (id) => void (seen.has(id) || unknown.push(id));
const hook = createHook(Object.freeze({ init(id, type) { seen.add(id); this.count = (this.count ?? 0) + 1; }, before: look, after: look, destroy: look })); hook.enable();
for (const wrong of [undefined, null, 1, { init: 1 }, { before: null }]) try { createHook(wrong); } catch (e) { console.log(e.stack); }
setTimeout(() => { console.log(unknown, hook.count, createHook.name, createHook.length); hook.disable(); }, 60);`,
  },
  'another object in the place of process': {
    'main.cjs': `const { log } = console; globalThis.process = {}; setImmediate(() => { log('immediate'); setTimeout(async () => { await null; log('timeout'); }, 2); });`,
  },
  'messages from thread to thread': {
    'main.cjs': `const { Worker, isMainThread, threadId, parentPort, postMessageToThread } = require('node:worker_threads');
if (postMessageToThread === undefined) console.log('none');
else if (isMainThread) {
  process.on('workerMessage', (value, source) => { console.log(value, source); for (const w of workers) w.terminate(); });
  const workers = [1, 2].map(() => new Worker(__filename)); let up = 0;
  for (const w of workers) w.on('message', async () => { if (++up === 2) { console.log(workers.map((v) => v.threadId)); await postMessageToThread(1, 'ring'); } }).on('exit', () => console.log('exit', w.threadId));
} else {
  parentPort.on('message', () => {});
  process.on('workerMessage', (value, source) => postMessageToThread((threadId + 1) % 3, [...value, threadId, source].join()));
  postMessageToThread(threadId, 'self').catch((e) => console.log(e.code)).then(() => parentPort.postMessage('up'));
}`,
  },
  'an error in a callback of a REPL': {
    'main.cjs': `const { PassThrough } = require('node:stream'), input = new PassThrough(), output = new PassThrough(); let text = ''; output.on('data', (d) => (text += d));
require('node:repl').start({ prompt: '', input, output, terminal: false }); input.write("setImmediate(() => { throw new Error('late'); }); undefined;\\n"); setTimeout(() => console.log(text), 100);`,
  },
  'a working folder that is gone': {
    'main.cjs': `const fs = require('node:fs'), { spawnSync, execFileSync } = require('node:child_process'); process.chdir(fs.mkdtempSync(require('node:path').join(require('node:os').tmpdir(), 'il-gone-'))); fs.rmdirSync(process.cwd());
const tell = (e) => console.log(e.code, e.syscall);
for (const f of [() => fs.mkdirSync('X'), () => fs.readFileSync('a'), () => fs.writeFileSync('a', 'b'), () => fs.statSync('a'), () => fs.renameSync('a', 'b'), () => fs.unlinkSync(Buffer.from('a')), () => fs.copyFileSync('a', 'b'), () => fs.existsSync('a'), () => execFileSync('echo', ['x'], { stdio: 'ignore' })]) try { console.log(f()); } catch (e) { tell(e); }
fs.promises.readFile('a').catch(tell).then(() => fs.stat('b', tell)); console.log(spawnSync(process.execPath, ['-e', 'console.log(1)']).stderr.toString());`,
  },
  'a worker with a copy of NODE_OPTIONS that are for a whole process': {
    'main.cjs': `const { spawnSync } = require('node:child_process'); for (const file of ['copy.cjs', 'other.cjs']) { const { stdout, stderr, status } = spawnSync(process.execPath, [file], { cwd: __dirname, encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '--title=one --stack-trace-limit=3' } }); console.log(stdout, /ERR_\\w+/.exec(stderr)?.[0], status); }`,
    'copy.cjs': `new (require('node:worker_threads').Worker)("console.log(process.env.NODE_OPTIONS, process.env.A, Error.stackTraceLimit)", { eval: true, env: { ...process.env, A: '1' } });`,
    'other.cjs': `new (require('node:worker_threads').Worker)("console.log('on')", { eval: true, env: { ...process.env, NODE_OPTIONS: '--title=two' } });`,
  },
  'text that is no module': {
    'main.cjs': `(async () => { for (const url of ['data:text/plain,x', 'data:text/css;charset=utf-8,', 'data:nothing', './main.css']) try { await import(url); } catch (e) { console.log(e.name, e.code, e.message, e.stack.split('\\n')[0]); } })();`,
    'main.css': 'a {}',
  },
  'iterators of arrays that are replaced': {
    'main.cjs': `const { Worker, isMainThread, parentPort } = require('node:worker_threads'); if (isMainThread) new Worker(__filename).on('message', console.log);
else { for (let i = 0, kept = []; i < 3e5; i++) kept = i % 1e5 ? [kept] : []; Object.getPrototypeOf([][Symbol.iterator]()).next = () => {}; parentPort.postMessage('sent'); }`,
  },
  "built-ins whose functions are the program's, and are recorded themselves": {
    'main.cjs': `const { apply, construct, getOwnPropertyDescriptor } = Reflect, state = { n: 0, busy: false }; async function note() { const before = state.n; await null; state.n = before + 1; }
for (const of of [Reflect, Math, JSON, DataView.prototype, Object.getPrototypeOf(Uint8Array.prototype), Map.prototype, Set.prototype, WeakMap.prototype, TextEncoder.prototype, String.prototype, Buffer, process]) for (const name of Object.getOwnPropertyNames(of)) {
  const { value } = getOwnPropertyDescriptor(of, name); if (typeof value !== 'function' || /^[A-Z_]|^c(onstructor|ompare)|^(nextTick|emitWarning|binding)$/.test(name)) continue;
  of[name] = Object.assign(function (...args) { if (!state.busy) { state.busy = true; note(); state.busy = false; } return new.target ? construct(value, args, new.target) : apply(value, this, args); }, value); }
require('./part.cjs')(); setTimeout(() => { require('node:fs').readFile(__filename, 'utf8', (e, text) => console.log(text.length, state.n > 0)); }, 5); process.on('exit', (code) => console.log('exit', code));`,
    'part.cjs': `let n = 0; module.exports = async function part() { const before = n; await new Promise((done) => setImmediate(done)); n = before + 1; console.log('part', n); };`,
  },
};

describe('a traced program', () => {
  for (const level of ['light', 'full']) {
    for (const [name, program] of Object.entries(PROGRAMS)) {
      it(`prints and ends as without tracing at level ${level}: ${name}`, async () => {
        const { plain, traced } = await runBoth(program, { args: ['one'], options: { level } });
        assert.equal(traced.stdout, plain.stdout);
        assert.equal(traced.stderr, plain.stderr);
        assert.deepEqual([traced.code, traced.signal], [plain.code, plain.signal]);
        assert.ok(traced.meta.length > 0, 'it was recorded');
        assert.deepEqual(traced.gaps, []);
      });
    }
  }
  for (const flag of ['--pending-deprecation', '--no-deprecation']) {
    it(`gets the warnings that are its own with ${flag}`, async () => {
      const main = `process.binding('util'); module.parent; setTimeout(() => {}, 20);`;
      const { plain, traced } = await runBoth({ 'main.cjs': main }, { nodeArgs: [flag] });
      const text = (stderr: string): string => stderr.replaceAll(/\(node:\d+\)/g, '');
      assert.equal(text(traced.stderr), text(plain.stderr));
      assert.equal(plain.stderr.includes('DEP0144'), flag === '--pending-deprecation');
    });
  }
});
