// expect: lock.not-released 6 exit 0
const { Mutex } = require('async-mutex');
const mutex = new Mutex();
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function handle(body) {
  const release = await mutex.acquire();
  await sleep(1);
  if (body === '') return void setTimeout(() => process.exit(), 4000);
  release();
}
setInterval(() => {}, 50);
['a', 'b', '', 'c', 'd'].forEach((body, i) => setTimeout(handle, 20 * i, body));
