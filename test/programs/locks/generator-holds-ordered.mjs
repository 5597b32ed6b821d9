// expect: none exit 0
import { setTimeout as later } from 'node:timers/promises';
import { Mutex } from 'async-mutex';

const tape = new Mutex();
const disk = new Mutex();
const copied = [];

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
// Has left the tape when it asks for the disk.
async function verify() {
  const read = [];
  for await (const block of blocks()) read.push(block);
  return disk.runExclusive(() => read.every((block) => copied.includes(block)));
}
const [, same] = await Promise.all([later(1).then(restore), later(300).then(verify)]);
console.log(same);
