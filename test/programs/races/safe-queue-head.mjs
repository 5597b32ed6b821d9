// expect: nothing
// One worker looks at the first job, works on it and then takes it out; others put theirs behind it meanwhile.
import { setTimeout as delay } from 'node:timers/promises';

const jobs = ['a', 'b'];
const calls = [];
const done = [];

async function work() {
  while (jobs.length > 0) {
    const job = jobs.at(0);
    await delay(5);
    done.push(job);
    // Only now: a crash would find it there.
    jobs.shift();
  }
}

async function answer() {
  for (;;) {
    const call = calls.at(0);
    if (!call) return;
    await delay(5);
    done.push(call);
    calls.shift();
  }
}

async function ask(name, ms) {
  await delay(ms);
  jobs.push(name);
  calls.push(name);
}

calls.push('x', 'y');
await Promise.all([work(), answer(), ask('c', 2), ask('d', 7)]);
console.log(done.join());
