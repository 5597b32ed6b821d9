// expect: nothing
// A list of objects that are used again: who takes the last one leaves a new one there, and who gives one back puts it behind whatever is the last by then.
import { setTimeout as sleep } from 'node:timers/promises';

class Job {
  next = null;
  name = '';
}

let head = new Job();
let tail = head;

function get() {
  const current = head;
  if (current.next) head = current.next;
  else {
    head = new Job();
    tail = head;
  }
  current.next = null;
  return current;
}

function release(job) {
  tail.next = job;
  tail = job;
}

async function work(name, ms) {
  const job = get();
  job.name = name;
  await sleep(ms);
  console.log(job.name === name);
  release(job);
}

await Promise.all([work('a', 5), work('b', 10), work('c', 15)]);
await Promise.all([work('d', 10), work('e', 5), work('f', 5), work('g', 20)]);
