// expect: none exit 0
import { Mutex } from 'async-mutex';

const mutex = new Mutex();
const turn = () => new Promise((resolve) => setImmediate(resolve));

async function enter() {
  await turn();
  await mutex.acquire();
}
async function move(n) {
  await mutex.acquire();
  await turn();
  mutex.release();
  await enter();
  await turn();
  mutex.release();
  return n;
}

console.log(await Promise.all([1, 2, 3].map(move)));
