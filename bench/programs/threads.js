// Worker threads, and the most memory that the process ever held, in kilobytes. Arguments: how many threads, how many at once (they stay until all are there
// when that is the same number).
const { Worker, isMainThread, parentPort, workerData } = require('node:worker_threads');

async function sum(n) {
  let total = 0;
  for (let i = 0; i < n; i++) total += await i;
  return total;
}

async function main() {
  const [count, atOnce] = process.argv.slice(2).map(Number);
  const stays = count === atOnce;
  await sum(20_000);
  const threads = [];
  let started = 0;
  const run = async () => {
    while (started < count) {
      started++;
      const worker = new Worker(__filename, { workerData: { stays } });
      // Both from the start: the end may come right behind the message.
      const message = new Promise((resolve) => worker.once('message', resolve));
      const exit = new Promise((resolve) => worker.once('exit', resolve));
      await message;
      if (stays) threads.push(worker);
      else await exit;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, run));
  for (const worker of threads) worker.postMessage('end');
  process.on('exit', () => console.log(`rss ${process.resourceUsage().maxRSS}`));
}

if (isMainThread) main();
else {
  sum(2000).then((total) => {
    parentPort.postMessage(total);
    if (workerData.stays) parentPort.once('message', () => {});
  });
}
