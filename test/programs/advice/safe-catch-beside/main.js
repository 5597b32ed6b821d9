// expect: nothing
// Whoever queues a job has its promise; that a failure is told besides leaves nobody without it.
const { setTimeout: sleep } = require('node:timers/promises');

class Pool {
  waiting = [];

  queue(run) {
    const job = { run };
    const done = this.completion(job);
    done.catch((error) => console.error('failed', error.message));
    this.waiting.push(job);
    return { done, cancel: () => this.waiting.splice(this.waiting.indexOf(job), 1) };
  }

  async completion(job) {
    await new Promise((resolve) => (job.start = resolve));
    return job.run();
  }
}

async function main() {
  const pool = new Pool();
  const first = pool.queue(() => 1);
  const second = pool.queue(() => 2);
  second.cancel();
  await sleep(20);
  pool.waiting.shift().start();
  console.log(await first.done);
  process.exit(0);
}

main();
