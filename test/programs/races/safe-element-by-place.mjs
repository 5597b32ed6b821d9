// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

const todos = [{ id: 1, votes: 0 }, { id: 2, votes: 4 }];
const samples = [1];
const stack = [];

async function vote(id) {
  await sleep(3);
  const at = todos.findIndex((t) => t.id === id);
  todos[at] = { ...todos[at], votes: todos[at].votes + 1 };
}

async function smooth(sample) {
  await sleep(3);
  samples[samples.length - 1] = (samples[samples.length - 1] + sample) / 2;
}

// Each call has its own element on top until it has taken it away.
async function walk(depth) {
  stack.push({ depth, done: false });
  const top = stack[stack.length - 1];
  await sleep(1);
  if (depth > 0) await walk(depth - 1);
  stack[stack.length - 1] = { ...top, done: true };
  stack.pop();
}

await Promise.all([vote(2), vote(2), smooth(3), smooth(5), walk(3)]);
console.log(todos[1].votes, samples.length, stack.length);
