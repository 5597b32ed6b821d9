// expect: none exit 0
// A flag that passed on once, and a lock of a library in both orders: who finds the flag set goes away.
import { Sema } from 'async-sema';
import { setTimeout as delay } from 'node:timers/promises';
let boiler = null;
async function heat(job) {
  if (boiler) return undefined;
  boiler = job;
  try {
    return await job();
  } finally {
    boiler = null;
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
