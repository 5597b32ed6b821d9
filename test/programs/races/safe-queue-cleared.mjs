// expect: nothing
// What was asked for and then cleared away has nobody who waits for it: the queue only hands its promise on, and nothing is left undone.
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
for (let i = 0; i < 3; i++) queue.add(() => i);
await sleep(1);
queue.clear();
for (let i = 0; i < 10; i++) {
  collect();
  await sleep(20);
}
console.log('cleared');
