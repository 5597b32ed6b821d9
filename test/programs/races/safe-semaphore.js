// expect: nothing
'use strict';
const { setTimeout: delay } = require('node:timers/promises');
class Semaphore {
  #free; #queue = [];
  constructor(n) { this.#free = n; }
  async acquire() { if (this.#free > 0) { this.#free--; return; } await new Promise((r) => this.#queue.push(r)); }
  release() { const n = this.#queue.shift(); if (n) n(); else this.#free++; }
}
const sem = new Semaphore(1); let total = 0;
async function add(n) { await sem.acquire(); try { const t = total; await delay(2); total = t + n; } finally { sem.release(); } }
(async () => { await Promise.all([add(1), add(2)]); setTimeout(add, 10, 3); setTimeout(add, 30, 4); setTimeout(() => console.log(total), 860); })();
