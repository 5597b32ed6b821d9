// expect: hang.orphan-promise 26 exit 0
// Nobody loads the entry: all that waits for it is dropped along with it.
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
  load(key) {
    this.loaded = key;
  }
  async get(key) {
    const entry = new Entry();
    this.entries.set(key, entry);
    this.load(key);
    await entry.promise;
    return this.loaded;
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
