// expect: lock.order-inversion 11,23,27 exit 0
import { setTimeout as later } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

const tape = new Mutex();
const disk = new Mutex();
const copied = [];

// Holds the tape while others work with what it gave.
async function* blocks() {
  const stop = await tape.acquire();
  try {
    for (const block of ['a', 'b']) {
      await later(1);
      yield block;
    }
  } finally {
    stop();
  }
}
async function restore() {
  for await (const block of blocks()) {
    await disk.runExclusive(() => copied.push(block));
  }
}
async function verify() {
  const leave = await disk.acquire();
  try {
    let same = true;
    for await (const block of blocks()) same &&= copied.includes(block);
    return same;
  } finally {
    leave();
  }
}
const [, same] = await Promise.all([later(1).then(restore), later(300).then(verify)]);
console.log(same);
