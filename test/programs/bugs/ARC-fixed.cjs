// expect: nothing
/**
 * ARC, repaired.
 */
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

class StatQueue {
  constructor() {
    this.running = 0;
    this.waiting = [];
    this.ondrain = null;
  }
  push(task) {
    this.running++;
    task().then(
      () => {
        this.running--;
        if (this.running === 0 && this.ondrain) this.ondrain();
      },
      () => {
        this.running--;
        if (this.running === 0 && this.ondrain) this.ondrain();
      },
    );
  }
  drained() {
    if (this.running === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.ondrain = resolve;
    });
  }
}

async function main() {
  const queue = new StatQueue();
  queue.push(() => sleep(10));
  queue.push(async () => {
    await sleep(40);
    throw new Error('ENOENT');
  });
  console.log('waiting');
  await queue.drained();
  console.log('archived');
}
main();
