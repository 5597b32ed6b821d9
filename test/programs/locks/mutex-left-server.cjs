// expect: lock.not-released 6 signal
const { Mutex } = require('async-mutex');
const mutex = new Mutex();
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function handle(body) {
  const release = await mutex.acquire();
  await sleep(1);
  if (body === '') return;
  release();
}
setInterval(() => {}, 50);
['a', 'b', '', 'c', 'd'].forEach((body, i) => setTimeout(handle, 20 * i, body));
