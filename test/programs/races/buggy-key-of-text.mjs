// expect: race.atomicity 11
// One asks for a shelf by its number, the other by the text of a route: both are one shelf.
import { setTimeout as delay } from 'node:timers/promises';

const shelves = { 7: { boxes: 12 }, 12: { boxes: 3 } };

async function move(shelf, count) {
  const { boxes } = shelves[shelf];
  await delay(5);

  shelves[shelf] = { boxes: boxes + count };
}

const route = (path) => move(path.split('/')[2], -2);
await Promise.all([move(7, 5), route('/shelf/7')]);
console.log(shelves[7].boxes, shelves[12].boxes);
