// expect: nothing
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
class RWLock {
  #readers = 0; #writing = false; #queue = [];
  async read(job) { while (this.#writing) await new Promise((r) => this.#queue.push(r)); this.#readers++; try { return await job(); } finally { this.#readers--; this.#wake(); } }
  async write(job) { while (this.#writing || this.#readers > 0) await new Promise((r) => this.#queue.push(r)); this.#writing = true; try { return await job(); } finally { this.#writing = false; this.#wake(); } }
  #wake() { for (const r of this.#queue.splice(0)) r(); }
}
const lock = new RWLock();
const table = { version: 1 };
const read = () => lock.read(async () => { await sleep(1); return table.version; });
const bump = () => lock.write(async () => { const v = table.version; await sleep(2); table.version = v + 1; });
for (const [i, job] of [read, bump, read, bump, read, bump].entries()) setTimeout(job, 1 + (i % 3));
await sleep(200);
console.log(table.version);
