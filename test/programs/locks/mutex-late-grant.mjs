// expect: lock.not-released 7 exit 0
import { Mutex } from 'async-mutex';
const desk = new Mutex();
const late = (ms) => new Promise((_, reject) => setTimeout(() => reject(new Error('too late')), ms));

async function sign(name, ms, patience) {
  const release = await Promise.race([desk.acquire(), late(patience)]);
  try {
    await new Promise((resolve) => setTimeout(resolve, ms));
    return name;
  } finally {
    release();
  }
}
const first = await Promise.allSettled([sign('ann', 300, 1500), sign('bob', 1, 30)]);
const second = await Promise.allSettled([sign('cid', 1, 200)]);
console.log([...first, ...second].map((s) => s.value ?? s.reason.message).join(', '));
