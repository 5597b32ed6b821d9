// expect: hang.orphan-promise 12; promise.floating 25
// What was cleared away never answers those who wait for it.
import { setTimeout as sleep } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
class Queue {
  #waiting = [];
  async add(work) {
    return new Promise((resolve, reject) => {
      this.#waiting.push(() => Promise.resolve(work()).then(resolve, reject));
    });
  }
  clear() {
    this.#waiting = [];
  }
}

const queue = new Queue();
async function show(i) {
  console.log(await queue.add(() => i));
}
for (let i = 0; i < 3; i++) show(i);
await sleep(1);
queue.clear();
for (let i = 0; i < 10; i++) {
  collect();
  await sleep(20);
}
console.log('cleared');
process.exit();
