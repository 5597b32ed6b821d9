// expect: nothing
// One at a time works a list off while others add to it, or what is taken is still what was looked at, or nothing waits in between.
import { setImmediate as turn } from 'node:timers/promises';

const queue = [];
const done = [];
let running = false;
async function drain() {
  if (running) return;
  running = true;
  try {
    while (queue.length > 0) {
      const job = queue[0];
      await turn();
      done.push(job.id);
      queue.shift();
    }
  } finally {
    running = false;
  }
}
function add(id) {
  queue.push({ id });
  void drain();
}
for (let i = 0; i < 3; i++) add(i);
await turn();
for (let i = 3; i < 6; i++) add(i);
while (done.length < 6) await turn();

const tasks = [1, 2, 3, 4];
async function careful() {
  const head = tasks[0];
  await turn();
  if (tasks[0] === head) tasks.shift();
}
await Promise.all([careful(), careful()]);

// From one end what was looked at there, while others work at the other one.
const rows = ['a', 'b', 'c', 'd', 'e', 'f'];
async function front() {
  const first = rows.at(0);
  await turn();
  rows.shift();
  return first;
}
async function back() {
  const last = rows[rows.length - 1];
  await turn();
  rows.pop();
  return last;
}
const ends = await Promise.all([front(), back()]);

const waiting = [1, 2, 3];
async function takeNow() {
  await turn();
  const next = waiting[0];
  waiting.shift();
  await turn();
  return next;
}
const taken = await Promise.all([takeNow(), takeNow()]);
console.log(done.length, tasks.length, ends.join(), taken.join());
