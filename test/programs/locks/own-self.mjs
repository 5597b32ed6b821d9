// expect: lock.self-deadlock 16,25 exit 13
class Mutex {
  #locked = false;
  #queue = [];
  lock() {
    if (!this.#locked) { this.#locked = true; return Promise.resolve(); }
    return new Promise((resolve) => this.#queue.push(resolve));
  }
  unlock() {
    const next = this.#queue.shift();
    if (next) next(); else this.#locked = false;
  }
}
const mutex = new Mutex();
async function append() {
  await mutex.lock();
  try {
    await new Promise((r) => setImmediate(r));
  } finally {
    mutex.unlock();
  }
}
async function publish() {
  await append();
  await mutex.lock();
  try {
    await append();
  } finally {
    mutex.unlock();
  }
}
await publish();
