// expect: hang.exit-pending 44,30; race.check-then-act 24,21
/**
 * ARC: archiver, https://github.com/archiverjs/node-archiver/pull/388 (hang).
 * Root cause: when the last file to be looked at fails, the queue of such looks tells nobody that it is empty; who waits for that waits for ever.
 * Original fix: a failure tells it, too.
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
