// Locks and nothing else. Prints the processor time of the measured rounds, in microseconds. Arguments: rounds; 'mutex' to take a lock whose promise is awaited.
const { Sema } = require('async-sema');
const { Mutex } = require('async-mutex');

const rounds = Number(process.argv[2]);

/** Taken and given back without a promise: what is left is the recording of a request, a grant and a release. */
async function counted(count) {
  const sema = new Sema(1);
  for (let i = 0; i < count; i++) {
    sema.tryAcquire();
    sema.release();
    // The log is written at the end of a turn.
    if (i % 1000 === 0) await new Promise(setImmediate);
  }
}

async function awaited(count) {
  const mutex = new Mutex();
  for (let i = 0; i < count; i++) {
    const release = await mutex.acquire();
    release();
    if (i % 1000 === 0) await new Promise(setImmediate);
  }
}

async function main() {
  const work = process.argv[3] === 'mutex' ? awaited : counted;
  await work(rounds / 4);
  const before = process.cpuUsage();
  await work(rounds);
  const { user, system } = process.cpuUsage(before);
  console.log(`cpu ${user + system}`);
}

main();
