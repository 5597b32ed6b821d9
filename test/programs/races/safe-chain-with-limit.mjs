// expect: nothing
// Hand-written locks that wait for the one before, but not for ever: the limit can only reject, so whoever goes on has waited. Four ways to write it.
import { setTimeout as delay } from 'node:timers/promises';

const turn = () => new Promise((resolve) => setImmediate(resolve));

const tails = new Map();
const limit = (ms) => new Promise((_, reject) => setTimeout(() => reject(new Error('too late')), ms).unref());
async function keyed(key, work) {
  const previous = tails.get(key) ?? Promise.resolve();
  let release;
  const mine = new Promise((resolve) => (release = resolve));
  tails.set(key, mine);
  try {
    await Promise.race([previous, limit(20000)]);
    return await work();
  } finally {
    release();
    if (tails.get(key) === mine) tails.delete(key);
  }
}

class Mutex {
  #locked = false;
  #waiters = [];
  async acquire() {
    if (!this.#locked) return void (this.#locked = true);
    const free = new Promise((resolve) => this.#waiters.push(resolve));
    await Promise.race([this.#tooLate(20000), free]);
  }
  async #tooLate(ms) {
    await delay(ms, undefined, { ref: false });
    throw new Error('too late');
  }
  release() {
    const next = this.#waiters.shift();
    if (next) next();
    else this.#locked = false;
  }
}
const mutex = new Mutex();
async function guarded(work) {
  await mutex.acquire();
  try {
    return await work();
  } finally {
    mutex.release();
  }
}

let tail = Promise.resolve();
function chained(work) {
  const late = delay(20000, undefined, { ref: false }).then(() => {
    throw new Error('too late');
  });
  const run = Promise.race([tail, late]).then(work);
  tail = run.catch(() => {});
  return run;
}

const count = { keyed: 0, guarded: 0, chained: 0 };
async function addKeyed() {
  const before = count.keyed;
  await turn();
  count.keyed = before + 1;
}
async function addGuarded() {
  const before = count.guarded;
  await turn();
  count.guarded = before + 1;
}
async function addChained() {
  const before = count.chained;
  await turn();
  count.chained = before + 1;
}
const all = () => Promise.all([keyed('a', addKeyed), guarded(addGuarded), chained(addChained)]);
await Promise.all([all(), all()]);
for (const ms of [10, 30]) setTimeout(all, ms);
setTimeout(() => console.log(count), 60);
