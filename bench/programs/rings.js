// Closes one ring of tasks that wait for each other, stays alive, and says on SIGTERM when the ring closed (nanoseconds of the machine's monotonic clock).
const { setTimeout: pause } = require('node:timers/promises');
const { Mutex } = require('async-mutex');

const kind = process.argv[2];
let closedNs = 0n;

async function lockRing() {
  const stock = new Mutex();
  const till = new Mutex();
  const sell = async () => {
    const releaseStock = await stock.acquire();
    await pause(20);
    closedNs = process.hrtime.bigint();
    const releaseTill = await till.acquire();
    releaseTill();
    releaseStock();
  };
  const count = async () => {
    const releaseTill = await till.acquire();
    await pause(10);
    const releaseStock = await stock.acquire();
    releaseStock();
    releaseTill();
  };
  await Promise.all([sell(), count()]);
}

async function queueRing() {
  const { default: PQueue } = await import('p-queue');
  const queue = new PQueue({ concurrency: 1 });
  await queue.add(async () => {
    await pause(20);
    closedNs = process.hrtime.bigint();
    await queue.add(() => 1);
  });
}

async function awaitRing() {
  let second;
  const first = async () => {
    await pause(20);
    closedNs = process.hrtime.bigint();
    await second;
  };
  const one = first();
  second = (async () => {
    await one;
  })();
  await second;
}

process.on('SIGTERM', () => {
  console.log(`closed ${closedNs}`);
  process.exit(0);
});
setInterval(() => {}, 0x7fffffff);
void { lock: lockRing, queue: queueRing, await: awaitRing }[kind]();
