/** The adapters of database pools and of redlock against real servers: the programs that people write for PostgreSQL, MariaDB and Redis, with their repaired twins. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Report } from '../../src/analysis/finding.ts';
import { ensureLibraries, programs, root } from '../preload/adaptersHarness.ts';

interface Server {
  readonly port: number;
  readonly stop: () => Promise<void>;
}

async function startServer(name: string): Promise<Server> {
  const url = pathToFileURL(path.join(root, 'scripts/lib/servers.mjs')).href;
  return ((await import(url)) as { startServer(name: string): Promise<Server> }).startServer(name);
}

/** Kinds of locks, deadlocks, hangs and races that are warnings or errors, and what the program wrote. */
function trace(source: string): { readonly kinds: string[]; readonly stdout: string; readonly story: string } {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-servers-'));
  try {
    fs.symlinkSync(path.join(programs, 'node_modules'), path.join(folder, 'node_modules'));
    fs.writeFileSync(path.join(folder, 'main.mjs'), source);
    const json = path.join(folder, 'report.json');
    const args = [path.join(root, 'dist/cli.js'), 'run', '--json', json, '--timeout', '60', '--', process.execPath, 'main.mjs'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', timeout: 100_000 });
    const { findings } = JSON.parse(fs.readFileSync(json, 'utf8')) as Report;
    const found = findings.filter(
      (f) => /^(?:lock|deadlock|hang|race)\./.test(f.kind) && (f.severity === 'error' || f.severity === 'warning'),
    );
    return { kinds: [...new Set(found.map((f) => f.kind))], stdout, story: `${stderr}\n${JSON.stringify(findings, undefined, 1)}` };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function check(source: string, kinds: readonly string[], stdout: string): void {
  const seen = trace(source);
  assert.deepEqual(seen.kinds, kinds, seen.story);
  assert.equal(seen.stdout, stdout, seen.story);
}

const pg = (port: number, inner: string, limit = ''): string => `import pg from 'pg';
const pool = new pg.Pool({ host: '127.0.0.1', port: ${port}, user: 'tester', database: 'postgres', max: 2${limit} });
async function order(id) {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_sleep(0.2)');
    const { rows } = await ${inner}.query('select $1::int as id', [id]);
    await client.query('commit');
    return rows[0].id;
  } finally {
    client.release();
  }
}
`;
const mysql = (port: number, inner: string): string => `import mysql from 'mysql2/promise';
const pool = mysql.createPool({ host: '127.0.0.1', port: ${port}, user: 'root', connectionLimit: 2 });
async function order(id) {
  const connection = await pool.getConnection();
  try {
    await connection.beginTransaction();
    await connection.query('select sleep(0.2)');
    const [rows] = await ${inner}.query('select ? as id', [id]);
    await connection.commit();
    return rows[0].id;
  } finally {
    connection.release();
  }
}
`;
const both = `console.log(await Promise.all([order(1), order(2)]));
await pool.end();
`;
/** Both have a connection long before the end. */
const stuck = `setTimeout(() => { console.log('stuck'); process.exit(0); }, 8000);
await Promise.all([order(1), order(2)]);
`;

describe('pools of real databases', function () {
  this.timeout(300_000);
  const servers = new Map<string, Server>();
  const port = (name: string): number => servers.get(name)?.port ?? 0;
  before(async () => {
    await ensureLibraries();
    for (const name of ['postgres', 'mariadb', 'redis']) servers.set(name, await startServer(name));
  });
  after(async () => {
    for (const server of servers.values()) await server.stop();
  });

  it('PostgreSQL: a second connection inside a checkout', () => {
    check(pg(port('postgres'), 'pool') + stuck, ['lock.permit-nesting'], 'stuck\n');
  });
  it('PostgreSQL: the same, with a pool that gives up', () => {
    const source = pg(port('postgres'), 'pool', ', connectionTimeoutMillis: 3000');
    const failing = `await Promise.allSettled([order(1), order(2)]).then((all) => console.log(all.some((one) => one.status === 'rejected')));
await pool.end();
`;
    check(source + failing, ['lock.permit-nesting'], 'true\n');
  });
  it('PostgreSQL: the checked out connection does all', () => {
    check(pg(port('postgres'), 'client') + both, [], '[ 1, 2 ]\n');
  });
  it('MariaDB: a second connection inside a checkout', () => {
    check(mysql(port('mariadb'), 'pool') + stuck, ['lock.permit-nesting'], 'stuck\n');
  });
  it('MariaDB: the checked out connection does all', () => {
    check(mysql(port('mariadb'), 'connection') + both, [], '[ 1, 2 ]\n');
  });

  const locked = (first: string, second: string): string => `import Redis from 'ioredis';
import Redlock from 'redlock';
const redis = new Redis(${port('redis')}, '127.0.0.1');
const redlock = new Redlock([redis], { retryCount: -1, retryDelay: 20 });
const both = (one, other) => redlock.using([one], 20000, () => redlock.using([other], 20000, () => redis.incr('both')));
await redis.del('both');
setTimeout(both, 1, 'orders', 'stock');
setTimeout(both, 2000, '${first}', '${second}');
setTimeout(async () => { console.log(await redis.get('both')); redis.disconnect(); }, 6000);
`;
  it('Redis: locks of redlock in both orders', () => {
    check(locked('stock', 'orders'), ['lock.order-inversion'], '2\n');
  });
  it('Redis: locks of redlock in one order', () => {
    check(locked('orders', 'stock'), [], '2\n');
  });
});
