// expect: nothing
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
class KeyedQueue {
  #tails = new Map();
  async run(key, job) {
    const tail = (this.#tails.get(key) ?? Promise.resolve()).catch(() => {}).then(() => job());
    this.#tails.set(key, tail);
    try { return await tail; } finally { if (this.#tails.get(key) === tail) this.#tails.delete(key); }
  }
}
const queue = new KeyedQueue();
const balances = { a: 10, b: 10 };
const pay = (who, n) => queue.run(who, async () => { const now = balances[who]; await sleep(2); balances[who] = now - n; });
setTimeout(pay, 1, 'a', 1); setTimeout(pay, 1, 'a', 2); setTimeout(pay, 1, 'b', 3); setTimeout(pay, 250, 'a', 3); setTimeout(pay, 251, 'b', 1);
await sleep(500);
console.log(balances);
