// expect: deadlock.actual 10,18 exit 0
const { Mutex } = require('async-mutex');
const a = new Mutex();
const b = new Mutex();
const tick = () => new Promise((resolve) => setImmediate(resolve));
async function first() {
  const release = await a.acquire();
  try {
    await tick();
    await b.runExclusive(() => {});
  } finally {
    release();
  }
}
async function second() {
  const release = await b.acquire();
  await tick();
  const releaseA = await a.acquire();
  releaseA();
  release();
}
first();
second();
