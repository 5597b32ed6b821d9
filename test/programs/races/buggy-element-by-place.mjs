// expect: race.atomicity 12,8,10 ; race.atomicity 19,17
import { setTimeout as sleep } from 'node:timers/promises';

const todos = [{ id: 1, votes: 0 }, { id: 2, votes: 4 }];
const samples = [1];

async function vote(id) {
  const todo = todos.find((t) => t.id === id);
  await sleep(3);
  const next = { ...todo, votes: todo.votes + 1 };
  // The place is looked for again, what is put there is old.
  todos[todos.findIndex((t) => t.id === id)] = next;
}

async function smooth(sample) {
  // The last one, counted from the end.
  const last = samples[samples.length - 1];
  await sleep(3);
  samples[samples.length - 1] = (last + sample) / 2;
}

await Promise.all([vote(2), vote(2), smooth(3), smooth(5)]);
console.log(todos.length, samples.length);
