/** Every adapted library, in both module systems and on every Node version: the lock events are right, and the program cannot tell. */
import assert from 'node:assert/strict';
import { poolCases, type AdapterCase as Case } from './adapterPoolCases.ts';
import { ensureLibraries, lockLines, nodeBinary, runSource, versionsToTry } from './adaptersHarness.ts';

/** Prints in which microtask each step happens, so that one tick more or less shows. */
const CLOCK = `
let tick = 0;
const log = (...words) => console.log(tick, ...words);
const clock = (async () => { for (; tick < 400; tick++) await undefined; })();
`;

const cases: Case[] = [
  {
    title: 'async-mutex: acquire and runExclusive, handed over in order',
    extension: 'mjs',
    source: `import { Mutex } from 'async-mutex';
const m = new Mutex();
const first = m.acquire();
const second = m.acquire();
const third = m.runExclusive(async () => { log('job'); await undefined; return 5; });
log(typeof first.then, m.isLocked());
const release = await first; log('first'); release(); release();
(await second)(); log('second');
log(await third);
log(await m.acquire().then((r) => (m.release(), r), (e) => e) instanceof Function, m);`,
    expected: [
      'new 1 async-mutex permits 1',
      'request 1 of 1 promise',
      'acquire 1',
      'request 2 of 1 promise',
      'request 3 of 1 promise',
      'release 1',
      'acquire 2',
      'release 2',
      'acquire 3',
      'job 3',
      'end 3 promise',
      'release 3',
      'request 4 of 1 promise',
      'acquire 4',
      'release 4',
    ],
  },
  {
    title: 'async-mutex: semaphores with weights and priorities',
    extension: 'cjs',
    source: `const { Semaphore } = require('async-mutex');
(async () => {
  const s = new Semaphore(2);
  const [value, release] = await s.acquire(2); log(value);
  const low = s.acquire(1, 0).then(([v, r]) => { log('low', v); r(); });
  const high = s.runExclusive((v) => log('high', v), 1, 9);
  release();
  await Promise.all([low, high]);
  const failed = s.acquire(2).then(() => s.acquire()); s.acquire().catch((e) => log(e.message)); s.cancel();
  log(s.isLocked(), typeof failed);
})();`,
    expected: [
      'new 1 async-mutex permits 2',
      'request 1 of 1 weight 2 promise',
      'acquire 1',
      'request 2 of 1 promise',
      'request 3 of 1 promise',
      'release 1',
      'acquire 3',
      'acquire 2',
      'job 3',
      'end 3',
      'release 2',
      'release 3',
      'request 4 of 1 weight 2 promise',
      'acquire 4',
      'request 5 of 1 promise',
      'cancel 5 2',
      'request 6 of 1 promise',
    ],
  },
  ...(['mjs', 'cjs'] as const).map((extension): Case => ({
    title: `async-mutex: withTimeout and tryAcquire do not wait for ever (${extension})`,
    extension,
    source: `${extension === 'mjs' ? "import { Mutex, withTimeout, tryAcquire } from 'async-mutex';" : "const { Mutex, withTimeout, tryAcquire } = require('async-mutex');"}
(async () => {
  const m = new Mutex(); const limited = withTimeout(m, 1000); const tried = tryAcquire(m);
  const release = await limited.acquire();
  await tried.acquire().catch((e) => console.log(e.message));
  release();
  console.log(await limited.runExclusive(async () => 7), Object.keys(limited).join());
})();`,
    expected: [
      'new 1 async-mutex permits 1',
      'request 1 of 1 mode 4 promise',
      'acquire 1',
      'request 2 of 1 mode 2 promise',
      'release 1',
      'acquire 2',
      'request 3 of 1 mode 4 promise',
      'release 2',
      'acquire 3',
      'job 3',
      'end 3 promise',
      'release 3',
    ],
  })),
  {
    title: 'async-lock: keys, callback jobs, and arrays of keys one inside the other',
    extension: 'mjs',
    source: `import AsyncLock from 'async-lock';
const l = new AsyncLock();
const one = l.acquire('a', async () => { await undefined; log('one'); });
const two = l.acquire(['a', 'b'], async () => { log('two'); return 2; });
const three = l.acquire('b', (done) => { log('three'); done(null, 3); });
l.acquire('c', (done) => done(new Error('no')), (error) => log(error.message));
log(await one, await two, await three, l.isBusy(), l);`,
    expected: [
      'new 1 async-lock:a permits 1',
      'request 1 of 1',
      'acquire 1',
      'job 1',
      'end 1 promise',
      'promise 1',
      'request 2 of 1',
      'promise 2',
      'new 2 async-lock:b permits 1',
      'request 3 of 2',
      'acquire 3',
      'job 3',
      'release 3',
      'end 3 open',
      'promise 3',
      'new 3 async-lock:c permits 1',
      'request 4 of 3',
      'acquire 4',
      'job 4',
      'release 4',
      'end 4 open',
      'acquire 2',
      'job 2',
      'request 5 of 2',
      'acquire 5',
      'job 5',
      'end 5 promise',
      'promise 5',
      'end 2 open',
      'release 2',
    ],
  },
  {
    title: 'p-queue: a job that starts at once, one that waits, one that throws',
    extension: 'mjs',
    source: `import PQueue from 'p-queue';
const q = new PQueue({ concurrency: 1 });
const results = [q.add(() => log('one')), q.add(async () => { log('two'); return 2; }), q.add(() => { throw new Error('three'); })];
log(q.size, q.pending);
log((await Promise.allSettled(results)).map((r) => r.reason?.message ?? r.value).join());
await q.onIdle(); log('idle');`,
    expected: [
      'new 1 p-queue permits 1',
      'request 1 of 1',
      'acquire 1',
      'job 1',
      'end 1',
      'promise 1',
      'request 2 of 1 promise',
      'request 3 of 1 promise',
      'acquire 2',
      'job 2',
      'end 2 promise',
      'acquire 3',
      'job 3',
      'end 3',
      'request 4 of 1 mode 24 promise',
    ],
  },
  {
    title: 'p-limit and limitFunction',
    extension: 'mjs',
    source: `import pLimit, { limitFunction } from 'p-limit';
const limit = pLimit(1);
const all = [limit((a, b) => log(a, b), 1, 2), limit(async () => { log('two'); })];
log(limit.activeCount, limit.pendingCount, limit.concurrency, limit.name, limit.length, pLimit.name);
await Promise.all(all);
log(await limit.map([1, 2], async (x) => x * 2));
log(await limitFunction(async (x) => x + 1, { concurrency: 2 })(4), Object.getOwnPropertyNames(limit));`,
    expected: [
      'new 1 p-limit permits 1',
      'request 1 of 1 promise',
      'request 2 of 1 promise',
      'acquire 1',
      'job 1',
      'end 1',
      'acquire 2',
      'job 2',
      'end 2 promise',
      'request 3 of 1',
      'request 4 of 1 promise',
      'acquire 3',
      'job 3',
      'end 3 promise',
      'acquire 4',
      'job 4',
      'end 4 promise',
      'new 2 p-limit permits 2',
      'request 5 of 2 promise',
      'acquire 5',
      'job 5',
      'end 5 promise',
    ],
  },
];

const moreCases: Case[] = [
  {
    title: 'p-limit before 7.2, whose map calls the limiter that it is a method of',
    extension: 'mjs',
    source: `import fs from 'node:fs';
const own = new URL('./node_modules/p-limit/', import.meta.url);
fs.cpSync(new URL('.', import.meta.resolve('p-limit')), own, { recursive: true });
const index = new URL('index.js', own);
fs.writeFileSync(index, fs.readFileSync(index, 'utf8').replace('generator(function_, value', 'this(function_, value'));
const { default: pLimit } = await import(index);
const limit = pLimit(1);
log(await limit.map([1, 2], async (x) => x * 2));`,
    expected: [
      'new 1 p-limit permits 1',
      'request 1 of 1 promise',
      'request 2 of 1 promise',
      'acquire 1',
      'job 1',
      'end 1 promise',
      'acquire 2',
      'job 2',
      'end 2 promise',
    ],
  },
  {
    title: 'p-mutex: lock, unlock and withLock',
    extension: 'mjs',
    source: `import Mutex from 'p-mutex';
const m = new Mutex();
await m.lock(); log('first', m.isLocked);
const second = m.lock().then(() => { log('second'); m.unlock(); });
const third = m.withLock(async () => { log('third'); return 3; });
m.unlock();
await second; log(await third, m.isLocked);`,
    expected: [
      'new 1 p-mutex permits 1',
      'request 1 of 1 mode 16 promise',
      'request 2 of 1 mode 16 promise',
      'request 3 of 1 promise',
      'release 1',
      'release 2',
      'acquire 3',
      'job 3',
      'end 3 promise',
      'release 3',
    ],
  },
  {
    title: 'async-sema: acquire, tryAcquire, release',
    extension: 'cjs',
    source: `const { Sema } = require('async-sema');
(async () => {
  const s = new Sema(1, { capacity: 4 });
  await s.acquire(); log(s.tryAcquire());
  const second = s.acquire().then(() => log('second'));
  s.release(); await second; s.release(); log(s.tryAcquire(), s.nrWaiting());
})();`,
    expected: [
      'new 1 async-sema permits 1',
      'request 1 of 1 mode 16 promise',
      'request 2 of 1 mode 2',
      'cancel 2 0',
      'request 3 of 1 mode 16 promise',
      'release 1',
      'release 3',
      'request 4 of 1 mode 2',
      'acquire 4',
    ],
  },
  {
    title: 'await-semaphore: releaser and use',
    extension: 'cjs',
    source: `const { Mutex } = require('await-semaphore');
(async () => {
  const m = new Mutex();
  const release = await m.acquire(); log('first');
  const used = m.use(async () => { log('used'); return 2; });
  release(); release();
  log(await used);
})();`,
    expected: [
      'new 1 await-semaphore permits 1',
      'request 1 of 1 mode 16 promise',
      'request 2 of 1 promise',
      'release 1',
      'acquire 2',
      'job 2',
      'end 2 promise',
      'release 2',
    ],
  },
  {
    title: 'semaphore-async-await: wait, waitFor, tryAcquire, execute',
    extension: 'cjs',
    source: `const { default: Semaphore } = require('semaphore-async-await');
(async () => {
  const s = new Semaphore(1);
  await s.acquire(); log(s.tryAcquire(), s.getPermits());
  log(await s.waitFor(1));
  const run = s.execute(async () => { log('run'); return 4; });
  s.release();
  log(await run);
})();`,
    expected: [
      'new 1 semaphore-async-await permits 1',
      'request 1 of 1 mode 16 promise',
      'request 2 of 1 mode 2',
      'cancel 2 0',
      'request 3 of 1 mode 20 promise',
      'request 4 of 1 promise',
      'release 1',
      'acquire 4',
      'job 4',
      'end 4 promise',
      'release 3',
    ],
  },
  {
    title: 'fastq: callbacks and promises',
    extension: 'cjs',
    source: `const fastq = require('fastq');
const q = fastq((value, done) => { log('work', value); queueMicrotask(() => done(null, value * 2)); }, 1);
q.push(1, (error, result) => log(error, result));
q.push(2, (error, result) => log(error, result));
q.drain = async () => {
  const p = fastq.promise(async (value) => { log('async', value); return value; }, 1);
  log((await Promise.all([p.push(5), p.unshift(6)])).join(), p.idle(), Object.keys(fastq), fastq.name, fastq.length);
};`,
    expected: [
      'new 1 fastq permits 1',
      'request 1 of 1',
      'acquire 1',
      'job 1',
      'end 1 open',
      'request 2 of 1',
      'release 1',
      'acquire 2',
      'job 2',
      'end 2 open',
      'release 2',
      'new 2 fastq permits 1',
      'request 3 of 2',
      'acquire 3',
      'job 3',
      'end 3 open',
      'promise 3',
      'request 4 of 2',
      'promise 4',
      'release 3',
      'acquire 4',
      'job 4',
      'end 4 open',
      'release 4',
    ],
  },
  {
    title: 'generic-pool: acquire, release, use',
    extension: 'cjs',
    source: `const { createPool } = require('generic-pool');
(async () => {
  let made = 0;
  const pool = createPool({ create: async () => ({ id: ++made }), destroy: async () => {} }, { max: 1 });
  const one = await pool.acquire(); log('one', one);
  const used = pool.use(async (it) => { log('used', it.id); return it.id; });
  await pool.release(one);
  log(await used, pool.borrowed, pool.pending);
})();`,
    expected: [
      'new 1 generic-pool permits 1',
      'request 1 of 1 promise',
      'acquire 1',
      'request 2 of 1 promise',
      'release 1',
      'acquire 2',
      'job 2',
      'end 2 promise',
      'release 2',
    ],
  },
  {
    title: 'tarn: acquire and release',
    extension: 'cjs',
    source: `const { Pool } = require('tarn');
(async () => {
  const pool = new Pool({ create: async () => ({}), destroy: async () => {}, min: 0, max: 1 });
  const one = await pool.acquire().promise; log('one');
  const second = pool.acquire();
  log(pool.numPendingAcquires(), pool.release(one));
  pool.release(await second.promise); log('second', pool.numUsed());
  await pool.destroy();
})();`,
    expected: [
      'new 1 tarn permits 1',
      'request 1 of 1 mode 4 promise',
      'acquire 1',
      'request 2 of 1 mode 4 promise',
      'release 1',
      'acquire 2',
      'release 2',
    ],
  },
  {
    title: 'bottleneck: schedule and wrap',
    extension: 'cjs',
    source: `const Bottleneck = require('bottleneck');
const limiter = new Bottleneck({ maxConcurrent: 1 });
const wrapped = limiter.wrap(async (x) => { log('wrapped'); return x; });
Promise.all([limiter.schedule(async (a) => a, 1), limiter.schedule({ priority: 1 }, async () => 2), wrapped(3)]).then((all) => console.log(all.sort().join()));`,
    expected: [
      'new 1 bottleneck permits 1',
      'request 1 of 1 promise',
      'request 2 of 1 promise',
      'request 3 of 1 promise',
      'acquire 1',
      'job 1',
      'end 1 promise',
      'acquire 2',
      'job 2',
      'end 2 promise',
      'acquire 3',
      'job 3',
      'end 3 promise',
    ],
  },
];

const webLocks: Case = {
  title: 'Web Locks: names, shared mode, ifAvailable, signal',
  extension: 'mjs',
  source: `const { locks } = navigator;
log(await Promise.all([locks.request('a', () => 1), locks.request('a', { mode: 'shared' }, async () => 2)]));
await locks.request('a', (held) => { log(held.name, held.mode); return locks.request('a', { ifAvailable: true }, (lock) => log(lock)); });
const controller = new AbortController();
await locks.request('a', async () => {
  const waiting = locks.request('a', { signal: controller.signal }, () => 5);
  controller.abort();
  await waiting.catch((e) => log(e.name));
});`,
  expected: [
    'new 1 web-locks:a permits 1',
    'request 1 of 1',
    'acquire 1',
    'job 1',
    'end 1',
    'promise 1',
    'request 2 of 1 mode 1',
    'acquire 2',
    'job 2',
    'end 2 promise',
    'promise 2',
    'request 3 of 1',
    'acquire 3',
    'job 3',
    'request 4 of 1 mode 2',
    'cancel 4 0',
    'promise 4',
    'end 3 promise',
    'promise 3',
    'request 5 of 1',
    'acquire 5',
    'job 5',
    'request 6 of 1 mode 4 promise',
    'end 5 promise',
    'promise 5',
  ],
};

/** Versions that lack what their adapters look for: nothing is seen of their locks. */
const oldVersions = [
  [
    'async 2',
    { async: 'async2' },
    `const { queue, priorityQueue, cargo } = require('async');
const numbers = queue((n, done) => { console.log('start', n); setImmediate(done, null, n * 2); }, 1);
numbers.drain = () => console.log('drained', numbers.length());
numbers.push([1, 2, 3], (error, result) => console.log(error, result));
numbers.remove(({ data }) => data === 3);
priorityQueue((n, done) => { console.log('urgent', n); done(); }, 1).push('a', 1, () => {});
cargo((all, done) => { console.log('cargo', all); done(); }, 2).push([1, 2, 3]);`,
  ],
  [
    'fastq 1.17',
    { fastq: 'fastq117' },
    `const fastq = require('fastq');
const numbers = fastq((n, done) => setImmediate(done, null, n * 2), 1);
numbers.drain = () => { console.log('drained', typeof numbers.abort); numbers.kill(); };
for (const n of [1, 2]) numbers.push(n, (error, result) => console.log(error, result));
fastq.promise(async (n) => n + 1, 1).push(4).then(console.log);`,
  ],
  [
    'async-mutex 0.1',
    { 'async-mutex': 'async-mutex1' },
    `const { Mutex } = require('async-mutex');
const m = new Mutex();
m.acquire().then((release) => { console.log(m.isLocked()); setImmediate(release); });
m.runExclusive(() => 5).then((five) => console.log(five, m.isLocked()));`,
  ],
] as const;

describe('lock adapters', () => {
  before(function () {
    this.timeout(120_000);
    return ensureLibraries();
  });
  for (const major of versionsToTry([20, 22, 24, 26])) {
    for (const { title, extension, source, packages, expected } of [
      ...cases,
      ...moreCases,
      ...poolCases,
      ...(major >= 24 ? [webLocks] : []),
    ]) {
      it(`${title}, Node ${major}`, async () => {
        const node = await nodeBinary(major);
        const program = CLOCK + source;
        const traced = runSource(program, { extension, node, packages });
        const plain = runSource(program, { extension, node, packages, traced: false });
        assert.equal(plain.stderr, '');
        assert.deepEqual([traced.code, traced.stderr, traced.stdout], [plain.code, plain.stderr, plain.stdout]);
        const lines = lockLines(traced.events).map((line) => line.replace(/:\/\S*\//, ':'));
        assert.deepEqual(lines, expected);
      });
    }
  }
  for (const [title, packages, source] of oldVersions) {
    it(`${title}: an older version works as it does untraced`, () => {
      const options = { extension: 'cjs', packages } as const;
      const [traced, plain] = [runSource(source, options), runSource(source, { ...options, traced: false })];
      assert.equal(plain.stderr, '');
      assert.deepEqual([traced.code, traced.stderr, traced.stdout], [plain.code, plain.stderr, plain.stdout]);
      assert.notEqual(plain.stdout, '');
    });
  }
  it('a program that reads the source of a library gets what is on the disk', () => {
    const { stdout } = runSource(`import fs from 'node:fs'; import { Mutex } from 'async-mutex';
const url = new URL(import.meta.resolve('async-mutex'));
console.log((await fs.promises.readFile(url, 'utf8')) === String(await fs.promises.readFile(url)), String(await fs.promises.readFile(url)).includes('interleave'), Mutex.name);`);
    assert.equal(stdout, 'true false Mutex\n');
  });
});
