// expect: nothing
// A worker that keeps some jobs under way: what it takes from its queue, it adds again as what works at it.
const { setTimeout: sleep } = require('node:timers/promises');
const { FifoQueue } = require('./queue.js');

class Worker {
  constructor(jobs, concurrency) {
    this.jobs = jobs;
    this.concurrency = concurrency;
    this.closing = false;
    this.done = [];
    this.waiting = null;
    this.limitUntil = 0;
    this.tokens = 0;
  }

  isLimited() {
    return this.limitUntil > Date.now();
  }

  async retried(next) {
    for (;;) {
      try {
        return await next();
      } catch {
        await sleep(1);
      }
    }
  }

  async nextJob() {
    await sleep(2);
    return this.jobs.shift();
  }

  async nextAfter(job) {
    const next = await this.nextJob();
    return next && { ...next, after: job.id };
  }

  async work(job) {
    await sleep(5 + (job.id % 3) * 5);
    this.done.push(job.id);
    if (this.jobs.length === 0) {
      this.closing = true;
      return undefined;
    }
    return this.nextAfter(job);
  }

  async loop() {
    const queue = new FifoQueue();
    while (!this.closing || queue.total() > 0) {
      while (!this.closing && !this.waiting && queue.total() < this.concurrency && !this.isLimited()) {
        const token = `${this.concurrency}:${this.tokens++}`;
        const fetched = this.retried(() => this.nextJob(token));
        queue.add(fetched);
        if (this.waiting && queue.total() > 1) break;
        const job = await fetched;
        if (!job && queue.total() > 1) break;
      }
      let job;
      do {
        job = await queue.fetch();
      } while (!job && queue.queued() > 0);
      if (job) queue.add(this.work(job));
    }
  }
}

const worker = new Worker(
  Array.from({ length: 12 }, (_, id) => ({ id })),
  3,
);
worker.loop().then(() => console.log(worker.done.length));
