// expect: nothing
// The first free element of a list is taken in the step that finds it; an element is marked and given back; an element is found and changed as it is now.
import { setTimeout as delay } from 'node:timers/promises';

const seats = Array(4).fill(null);
async function join(name) {
  await delay(name.length);
  const index = seats.findIndex((seat) => seat === null);
  if (index >= 0) seats[index] = { name };
}

const lanes = Array(3).fill('free');
async function ride(name) {
  const lane = lanes.indexOf('free');
  if (lane < 0) return;
  lanes[lane] = { name };
  await delay(name.length);
  lanes[lane] = 'free';
}

const tasks = [
  { id: 1, done: false, tags: [] },
  { id: 2, done: false, tags: [] },
];
async function change(id, changes) {
  const index = tasks.findIndex((task) => task.id === id);
  await delay(Object.keys(changes)[0].length);
  tasks[index] = { ...tasks[index], ...changes };
}

// A copy of its own for each call, with an element of its own.
const ranks = ['', '', ''];
async function rank(index, name) {
  const others = ranks.filter(Boolean).length;
  await delay(name.length);
  ranks[index] = `${name} after ${others}`;
}

await Promise.all([
  ...['ada', 'grace', 'barbara'].map(join),
  ...['ann', 'bert', 'cecil', 'dorothy'].map(ride),
  change(1, { done: true }),
  change(1, { tags: ['a'] }),
  ...['x', 'yy', 'zzz'].map((name, i) => rank(i, name)),
]);
await Promise.all(['eve', 'fay'].map(ride));
console.log(seats.filter(Boolean).length, lanes.join(), tasks[0].tags.length, ranks.length);
