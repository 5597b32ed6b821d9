// expect: nothing
import { once, EventEmitter } from 'node:events';

// Nobody waits for one of them: who reads the list waits for all of them, by what the last one tells.
const bell = new EventEmitter();
const parcels = [];
const weigh = (grams, open) =>
  new Promise((resolve) => {
    setTimeout(() => {
      parcels.push({ grams });
      if (parcels.length === open) bell.emit('all');
      resolve(grams);
    }, 6);
  });

async function begin(list) {
  for (const grams of list) weigh(grams, list.length);
  return once(bell, 'all');
}

const list = [120, 900, 40];
await begin(list);
console.log(parcels.length);
