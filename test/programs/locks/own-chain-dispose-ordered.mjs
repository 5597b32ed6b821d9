// expect: none exit 0 node 24
import { setTimeout as sleep } from 'node:timers/promises';
class AsyncLock {
  #tail = Promise.resolve();
  async acquire() {
    const { promise, resolve } = Promise.withResolvers();
    const before = this.#tail;
    this.#tail = promise;
    await before;
    return { async [Symbol.asyncDispose]() { resolve(); } };
  }
}
const left = new AsyncLock();
const right = new AsyncLock();
async function one() {
  await using l = await left.acquire();
  await sleep(10);
  await using r = await right.acquire();
}
async function two() {
  await using l = await left.acquire();
  await sleep(10);
  await using r = await right.acquire();
}
await Promise.all([one(), two()]);
console.log('ok');
