// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';
class Pool {
  closed = false;
  rows = 0;
  async connect() {
    await delay(1);
    return this;
  }
  async query(text) {
    if (this.closed) throw new Error('the pool is closed');
    await delay(3);
    return (this.rows += text.length);
  }
  async end() {
    await delay(1);
    this.closed = true;
  }
}
const pool = await new Pool().connect();
let failed = 0;
async function report(n) {
  try {
    await pool.query(`select ${n}`);
    await delay(n * 20);
    await pool.query(`insert ${n}`);
  } catch {
    failed++;
  }
}
const reports = [report(1), report(2)];
await Promise.all(reports);
await pool.end();
console.log('failed', failed > 0);
