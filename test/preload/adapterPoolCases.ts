/** Programs for the adapters of queues, pools and locks outside the process, with the lock events that they must give. Servers are doubles inside the program. */
export interface AdapterCase {
  readonly title: string;
  readonly extension: 'mjs' | 'cjs';
  readonly source: string;
  readonly packages?: Readonly<Record<string, string>>;
  readonly expected: readonly string[];
}

/** Redis as far as redlock goes: keys with a value, no expiry. */
const REDIS = `
class Client {
  keys = new Map();
  run(script, keys, value) {
    const mine = keys.filter((key) => this.keys.get(key) === value);
    if (script.includes('call("exists"')) {
      if (keys.some((key) => this.keys.has(key))) return 0;
      for (const key of keys) this.keys.set(key, value);
      return keys.length;
    }
    if (script.includes('call("del"')) for (const key of mine) this.keys.delete(key);
    return mine.length;
  }
  evalsha(hash, ...rest) {
    const error = new Error('NOSCRIPT no such script');
    if (typeof rest.at(-1) === 'function') return void setImmediate(rest.at(-1), error);
    return Promise.reject(error);
  }
  eval(...args) {
    if (typeof args.at(-1) === 'function') {
      const [[script, count, ...rest], done] = args;
      return void setImmediate(() => done(null, this.run(script, rest.slice(0, count), rest[count])));
    }
    const [script, count, values] = args;
    return Promise.resolve(this.run(script, values.slice(0, count), values[count]));
  }
}
`;

/** What pg-pool needs of a client. */
const PG_CLIENT = `
class Client extends (globalThis.process.getBuiltinModule?.('node:events') ?? require('node:events')) {
  _queryable = true;
  connect(done) { setImmediate(done); }
  query(text, values, done) { setImmediate(() => done(null, { rows: [text] })); }
  end(done) { done?.(); }
}
`;

export const poolCases: readonly AdapterCase[] = [
  ...(['mjs', 'cjs'] as const).map((extension): AdapterCase => ({
    title: `async: queue with an async worker and with a callback (${extension})`,
    extension,
    source: `${extension === 'mjs' ? "import { queue } from 'async'; import async from 'async';" : "const queue = require('async/queue'); const async = { queue };"}
(async () => {
  const q = queue(async (x) => { console.log('work', x); return x * 2; }, 1);
  const results = q.push([1, 2]);
  console.log(await Promise.all(results), q.length(), q.running());
  const c = async.queue((x, done) => setImmediate(done, null, x), 2);
  c.push(5, (error, x) => console.log(error, x));
  c.push(6); c.remove((item) => item.data === 6);
  await c.drain();
  console.log(await c.pushAsync(7), Object.keys(c).length);
})();`,
    expected: [
      'new 1 async permits 1',
      'request 1 of 1 promise',
      'request 2 of 1 promise',
      'acquire 1',
      'job 1',
      'end 1 promise',
      'acquire 2',
      'job 2',
      'end 2 promise',
      'new 2 async permits 2',
      'request 3 of 2',
      'request 4 of 2 promise',
      'cancel 4 2',
      'acquire 3',
      'job 3',
      'end 3 open',
      'release 3',
      'request 5 of 2 promise',
      'acquire 5',
      'job 5',
      'end 5 open',
      'release 5',
    ],
  })),
  {
    title: 'async: priorityQueue, cargo and kill',
    extension: 'cjs',
    source: `const async = require('async');
(async () => {
  const q = async.priorityQueue(async (x) => console.log('work', x), 1);
  await Promise.all([q.push('low', 9), q.push('high', 1)]);
  const c = async.cargo((items, done) => { console.log(items); setImmediate(done); }, 2);
  await Promise.all([c.pushAsync('a'), c.pushAsync('b'), c.pushAsync('c')]);
  c.push('never'); c.kill();
})();`,
    expected: [
      'new 1 async permits 1',
      'request 1 of 1 promise',
      'request 2 of 1 promise',
      'acquire 2',
      'job 2',
      'end 2 promise',
      'acquire 1',
      'job 1',
      'end 1 promise',
      'new 2 async permits 1',
      'request 3 of 2 promise',
      'request 4 of 2 promise',
      'request 5 of 2 promise',
      'acquire 4',
      'job 4',
      'end 4 open',
      'acquire 3',
      'job 3',
      'end 3 open',
      'release 3',
      'release 4',
      'acquire 5',
      'job 5',
      'end 5 open',
      'release 5',
      'request 6 of 2 promise',
      'cancel 6 2',
    ],
  },
  {
    title: 'proper-lockfile: promises, callbacks inside, refusal, unlock',
    extension: 'mjs',
    source: `import lockfile, { lock, unlock } from 'proper-lockfile';
import fs from 'node:fs';
const file = new URL('data.json', import.meta.url).pathname;
fs.writeFileSync(file, '{}');
const release = await lockfile.lock(file);
await lock(file).catch((error) => console.log(error.code));
await release();
await release().catch((error) => console.log(error.code));
await lock(file, { retries: 3 });
await unlock(file);
const free = lockfile.lockSync(file); console.log(lockfile.checkSync(file)); free();
console.log(lockfile === lockfile.lock, lockfile.length, Object.keys(lockfile).join());`,
    expected: [
      'new 1 proper-lockfile:data.json permits 1',
      'request 1 of 1 mode 2 promise',
      'acquire 1',
      'request 2 of 1 mode 2 promise',
      'cancel 2 0',
      'release 1',
      'release 1',
      'request 3 of 1 mode 4 promise',
      'acquire 3',
      'release 3',
      'request 4 of 1 mode 2',
      'acquire 4',
      'release 4',
    ],
  },
  ...(['mjs', 'cjs'] as const).map((extension): AdapterCase => ({
    title: `redlock 5: acquire, release, using, given up (${extension})`,
    extension,
    source: `${extension === 'mjs' ? "import Redlock from 'redlock';" : "const { default: Redlock } = require('redlock');"}
${REDIS}
(async () => {
  const redlock = new Redlock([new Client()], { retryCount: 1, retryDelay: 1, retryJitter: 0 });
  const lock = await redlock.acquire(['a', 'b'], 5000);
  await redlock.acquire(['a'], 5000).catch((error) => console.log(error.name));
  await lock.extend(5000).then((again) => again.release());
  console.log(await redlock.using(['a'], 5000, async () => 7));
})();`,
    expected: [
      'new 1 redlock:a permits 1',
      'new 2 redlock:b permits 1',
      'request 1 of 1 mode 4 promise',
      'request 2 of 2 mode 4 promise',
      'acquire 1',
      'acquire 2',
      'request 3 of 1 mode 4 promise',
      'cancel 3 1',
      'release 1',
      'release 2',
      'request 4 of 1 mode 4 promise',
      'acquire 4',
      'job 4',
      'end 4 promise',
      'release 4',
    ],
  })),
  {
    title: 'redlock 4: lock, unlock, given up',
    extension: 'cjs',
    packages: { redlock: 'redlock4' },
    source: `const Redlock = require('redlock');
${REDIS}
(async () => {
  const redlock = new Redlock([new Client()], { retryCount: 1, retryDelay: 1, retryJitter: 0 });
  const lock = await redlock.lock('a', 5000);
  await redlock.acquire('a', 5000).catch((error) => console.log(error.name));
  await lock.unlock();
})();`,
    expected: ['new 1 redlock:a permits 1', 'request 1 of 1 mode 4', 'acquire 1', 'request 2 of 1 mode 4', 'cancel 2 1', 'release 1'],
  },
  ...(['mjs', 'cjs'] as const).map((extension): AdapterCase => ({
    title: `piscina: tasks for one worker (${extension})`,
    extension,
    source: `${extension === 'mjs' ? "import { Piscina } from 'piscina'; import fs from 'node:fs'; const folder = import.meta.dirname ?? new URL('.', import.meta.url).pathname;" : "const { Piscina } = require('piscina'); const fs = require('node:fs'); const folder = __dirname;"}
fs.writeFileSync(folder + '/worker.cjs', 'module.exports = (x) => { if (x === 3) throw new Error("three"); return x * 2; };');
(async () => {
  const pool = new Piscina({ filename: folder + '/worker.cjs', maxThreads: 1, minThreads: 1 });
  await pool.run(1);
  console.log(await Promise.all([pool.run(1), pool.run(2), pool.run(3).catch((error) => error.message)]));
  await pool.destroy();
})();`,
    expected: [
      'new 1 piscina permits 1',
      'request 1 of 1 promise',
      'acquire 1',
      'job 1',
      'end 1 promise',
      'request 2 of 1 promise',
      'acquire 2',
      'job 2',
      'end 2 promise',
      'request 3 of 1 promise',
      'request 4 of 1 promise',
      'acquire 3',
      'job 3',
      'end 3 promise',
      'acquire 4',
      'job 4',
      'end 4 promise',
    ],
  })),
  ...(['mjs', 'cjs'] as const).map((extension): AdapterCase => ({
    title: `pg: connect and query of a pool (${extension})`,
    extension,
    source: `${extension === 'mjs' ? "import pg from 'pg'; import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" : "const pg = require('pg');"}
${PG_CLIENT}
(async () => {
  const pool = new pg.Pool({ Client, max: 1 });
  const client = await pool.connect();
  const waiting = pool.query('select 1');
  client.release();
  console.log((await waiting).rows);
  try { client.release(); } catch (error) { console.log(error.message); }
  await new Promise((resolve) => pool.connect((error, client, done) => { done(); resolve(error); }));
  await pool.end();
})();`,
    expected: [
      'new 1 pg permits 1',
      'request 1 of 1 promise',
      'acquire 1',
      'request 2 of 1 promise',
      'release 1',
      'acquire 2',
      'job 2',
      'end 2 open',
      'release 2',
      'request 3 of 1',
      'acquire 3',
      'job 3',
      'release 3',
      'end 3 open',
    ],
  })),
  ...(['mjs', 'cjs'] as const).map((extension): AdapterCase => ({
    title: `mysql2: getConnection and query of a pool, in promises and callbacks (${extension})`,
    extension,
    source: `${extension === 'mjs' ? "import mysql from 'mysql2'; import promised from 'mysql2/promise';" : "const mysql = require('mysql2'); const promised = require('mysql2/promise');"}
// Its test server counts packets differently from its client, and says so.
console.error = () => {};
const server = mysql.createServer();
server.on('connection', (connection) => {
  connection.on('error', () => {});
  connection.serverHandshake({ protocolVersion: 10, serverVersion: '8', connectionId: 1, statusFlags: 2, characterSet: 8, capabilityFlags: 0xffffff ^ 0x800 });
  connection.on('query', () => connection.writeOk());
});
server.listen(0, '127.0.0.1', async () => {
  const { port } = server._server.address();
  const options = { host: '127.0.0.1', port, user: 'u', connectionLimit: 1, maxIdle: 1 };
  const pool = promised.createPool(options);
  const connection = await pool.getConnection();
  const waiting = pool.query('select 1');
  connection.release();
  console.log((await waiting)[0].affectedRows);
  await pool.end();
  const plain = mysql.createPool(options);
  plain.getConnection((error, one) => {
    plain.query('select 1', (failed, result) => { console.log(error, failed, result.affectedRows); plain.end(() => server.close()); });
    one.release();
  });
});`,
    expected: [
      'new 1 mysql2 permits 1',
      'request 1 of 1 promise',
      'acquire 1',
      'request 2 of 1 promise',
      'release 1',
      'acquire 2',
      'job 2',
      'end 2 open',
      'release 2',
      'new 2 mysql2 permits 1',
      'request 3 of 2',
      'acquire 3',
      'job 3',
      'request 4 of 2',
      'release 3',
      'end 3 open',
      'acquire 4',
      'job 4',
      'end 4 open',
      'release 4',
    ],
  })),
];
