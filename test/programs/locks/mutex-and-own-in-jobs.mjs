// expect: none exit 0
// The lock of a library and a chain of promises in both orders, but always in jobs of one queue that are no async functions.
import PQueue from 'p-queue';
import { Mutex } from 'async-mutex';
import { setTimeout as sleep } from 'node:timers/promises';
function serial() {
  let tail = Promise.resolve();
  return function run(job) {
    const result = tail.then(() => job());
    tail = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  };
}

const gate = new PQueue({ concurrency: 1 });
const mutex = new Mutex();
const onFile = serial();
let entries = ['zero'];
let saves = 0;

async function write() {
  await sleep(3);
  saves++;
}

const add = (name) =>
  gate.add(() =>
    mutex.runExclusive(async () => {
      entries.push(name);
      await onFile(write);
    }),
  );

const refresh = () =>
  gate.add(() =>
    onFile(async () => {
      await sleep(3);
      await mutex.runExclusive(() => {
        entries = [...new Set(entries)];
      });
    }),
  );

await Promise.all([add('one'), refresh(), add('two')]);
console.log(`${entries.length} entries, ${saves} saves`);
