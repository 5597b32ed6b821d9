// expect: none exit 0
// The entry is told by the load, which is not to end, as a test wants it; the two are waited for together, and dropped together.
import { setTimeout as pause } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
class Entry {
  constructor() {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
  }
}
class Store {
  entries = new Map();
  async load(key) {
    const row = await new Promise(() => {});
    this.entries.get(key).resolve(row);
  }
  async get(key) {
    const entry = new Entry();
    this.entries.set(key, entry);
    await Promise.race([entry.promise, this.load(key)]);
    return entry.promise;
  }
}
function ask() {
  const store = new Store();
  store.get('first').then((row) => console.log(row.key));
}
setTimeout(ask, 1);
await pause(20);
for (let i = 0; i < 10; i++) {
  collect();
  await pause(20);
}
console.log('collected');
process.exit();
