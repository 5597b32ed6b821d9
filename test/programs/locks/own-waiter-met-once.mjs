// expect: lock.order-inversion 23,32 exit 0
// A hand-written lock that passed on once: the code keeps whoever finds it taken.
import { Sema } from 'async-sema';
import { setTimeout as delay } from 'node:timers/promises';
let boiler = null;
const line = [];
async function heat(job) {
  if (boiler) await new Promise((resolve) => line.push(resolve));
  boiler = job;
  try {
    return await job();
  } finally {
    const next = line.shift();
    if (next) next();
    else boiler = null;
  }
}
const pump = new Sema(1);
async function fill() {
  await pump.acquire();
  try {
    await delay(1);
    return await heat(() => delay(1));
  } finally {
    pump.release();
  }
}
async function drain() {
  await delay(40);
  await heat(async () => {
    await delay(1);
    await pump.acquire();
    pump.release();
  });
}
await Promise.all([fill(), drain()]);
