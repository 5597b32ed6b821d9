// expect: none exit 0
import { Mutex } from 'async-mutex';

const mutex = new Mutex();

async function write(n) {
  await new Promise((resolve) => setImmediate(resolve));
  if (n !== 1) return;
  throw new Error('full');
}
async function save(n) {
  await mutex.acquire();
  try {
    await write(n);
  } catch (error) {
    console.log(error.message);
  } finally {
    mutex.release();
  }
}

await Promise.all([1, 2, 3].map(save));
