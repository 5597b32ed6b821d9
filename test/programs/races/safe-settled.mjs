// expect: nothing
// Looked at before something changes it through the queues of the turn, and all is well: versions that are compared, a list of who waits, a second call of close, a flag for the end.
import { EventEmitter } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';

class Versions {
  #entries = new Map();
  async append(key, expected, event) {
    await turn();
    const entries = this.#entries.get(key) ?? [];
    if (entries.length !== expected) return false;
    this.#entries.set(key, [...entries, event]);
    return true;
  }
  async read(key) {
    await turn();
    return this.#entries.get(key) ?? [];
  }
}

class Mapper extends EventEmitter {
  #running = 0;
  #waiting;
  closed = false;
  results = [];
  async add(item) {
    this.#running++;
    void this.#work(item);
    if (this.#running >= 2) await new Promise((resolve) => (this.#waiting = resolve));
  }
  async #work(item) {
    await turn();
    this.results.push(item * 2);
    this.#running--;
    const waiting = this.#waiting;
    if (waiting) {
      this.#waiting = undefined;
      waiting();
    }
  }
  close() {
    if (this.closed) return;
    this.closed = true;
    setImmediate(() => this.emit('closed'));
  }
}

const versions = new Versions();
async function store(key, event) {
  for (let i = 0; i < 20; i++) {
    const entries = await versions.read(key);
    if (await versions.append(key, entries.length, event)) return;
  }
}
await Promise.all([1, 2, 3, 4].map((event) => store('a', event)));

let isDone = false;
let rounds = 0;
const mapper = new Mapper();
async function work() {
  for (let i = 0; i < 6; i++) await mapper.add(i);
  setImmediate(() => setImmediate(() => (isDone = true)));
}
async function watch() {
  while (!isDone) {
    rounds++;
    await turn();
  }
  setImmediate(() => mapper.close());
}
mapper.on('closed', () => setImmediate(() => mapper.close()));
await Promise.all([work(), watch(), watch()]);
mapper.close();
console.log((await versions.read('a')).length, mapper.results.length, rounds > 0);
