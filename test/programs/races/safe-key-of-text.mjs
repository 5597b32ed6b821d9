// expect: nothing
// The keys of a Map are as they are: a number and its text are two entries; and so are texts that no number has.
import { setTimeout as delay } from 'node:timers/promises';

const shelves = new Map([[7, 12], ['7', 3]]);
const racks = { 7: 1, '07': 2, '7.0': 3, '-7': 4, '': 5, NaN: 6 };

async function move(shelf, count) {
  const boxes = shelves.get(shelf);
  await delay(5);
  shelves.set(shelf, boxes + count);
}

async function rack(name) {
  const boxes = racks[name];
  await delay(4);
  racks[name] = boxes + 1;
}

await Promise.all([move(7, 5), move('7', -2), rack('7'), rack('07'), rack('7.0'), rack(-7), rack(''), rack(NaN)]);
console.log([...shelves.values()].join(' '), Object.values(racks).join(' '));
