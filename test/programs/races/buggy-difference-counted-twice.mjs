// expect: race.atomicity 12,16
import { setTimeout as delay } from 'node:timers/promises';

let seen = 0;
let grown = 0;
let bytes = 0;

const sizeOf = (ms) => delay(ms).then(() => bytes);

async function grow(ms) {
  // What two looks have seen since the same size is counted by both.
  const before = seen;
  const size = await sizeOf(ms);
  const more = size - before;
  grown += more;
  seen = size;
}

bytes = 100;
await Promise.all([grow(40), grow(80)]);
bytes = 150;
await grow(20);
console.log(grown, seen);
