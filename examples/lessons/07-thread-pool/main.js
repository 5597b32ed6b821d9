'use strict';
const { Worker, isMainThread, parentPort } = require('node:worker_threads');
const { once } = require('node:events');

// A pool of three threads: each takes the next task as soon as it is done with the last.
class Pool {
  #idle;
  #waiting = [];

  constructor(size) {
    this.#idle = Array.from({ length: size }, () => new Worker(__filename));
  }
  async run(task) {
    const worker = this.#idle.pop() ?? (await new Promise((resolve) => this.#waiting.push(resolve)));
    worker.postMessage(task);
    const [result] = await once(worker, 'message');
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(worker);
    else next(worker);
    return result;
  }
  async close() {
    await Promise.all(this.#idle.map((worker) => worker.terminate()));
  }
}

function square(n) {
  const until = performance.now() + 50;
  while (performance.now() < until);
  return n * n;
}

async function main() {
  const pool = new Pool(3);
  console.log(await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map((n) => pool.run(n))));
  await pool.close();
}

if (isMainThread) main();
else parentPort.on('message', (n) => parentPort.postMessage(square(n)));
