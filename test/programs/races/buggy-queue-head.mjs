// expect: race.check-then-act 9,14 | race.atomicity 14
// Two workers look at the same first job, and each takes one out: the second job is lost.
import { setImmediate as turn } from 'node:timers/promises';

const jobs = ['a', 'b'];
const done = [];

async function work() {
  while (jobs.length > 0) {
    const job = jobs.at(0);
    await turn();
    done.push(job);
    // Both have done the same one.
    jobs.shift();
  }
}

async function ask(name) {
  await turn();
  jobs.push(name);
}

await Promise.all([work(), work(), ask('c'), ask('d')]);
console.log(done.join(), jobs.length);
