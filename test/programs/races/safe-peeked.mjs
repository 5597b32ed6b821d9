// expect: nothing
// One at a time works a list off while others add to it, or what is taken is still what was looked at, or nothing waits in between, or what is taken is what was put on top.
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

const stack = [];
let deepest = 0;
async function load(depth) {
  const outer = stack[0];
  stack.unshift({ depth, outer: outer?.depth ?? 0 });
  await turn();
  if (depth < 3) await load(depth + 1);
  deepest = Math.max(deepest, stack.length);
  await turn();
  stack.shift();
}
function open(depth, done) {
  const inner = stack[stack.length - 1];
  stack.push({ depth, inner });
  setImmediate(() => (depth < 3 ? open(depth + 1, leave) : leave()));
  function leave() {
    stack.pop();
    done();
  }
}
await load(1);
await new Promise((resolve) => open(1, resolve));

const waiting = [1, 2, 3];
async function takeNow() {
  await turn();
  const next = waiting[0];
  waiting.shift();
  await turn();
  return next;
}
const taken = await Promise.all([takeNow(), takeNow()]);
console.log(done.length, tasks.length, ends.join(), taken.join(), deepest, stack.length);
