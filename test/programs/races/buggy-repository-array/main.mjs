// expect: race.atomicity main.mjs:14,main.mjs:11
// A repository whose rows are a list: two runners find the same job.
import { JobRepository } from './jobs.mjs';

const jobs = new JobRepository();
const sent = [];

async function run() {
  for (;;) {
    // The first that is waiting.
    const job = await jobs.findOne({ status: 'pending' });
    if (!job) return;
    job.status = 'done';
    await jobs.save(job);
    sent.push(job.to);
  }
}

await Promise.all([run(), run()]);
console.log(sent.length);
