// expect: race.atomicity codec.mjs:35,main.mjs:11
// How many bytes were taken is asked after a wait, when another one has decoded others.
import { setTimeout as sleep } from 'node:timers/promises';
import { row } from './codec.mjs';

let total = 0;

async function read(bytes, ms) {
  const first = row.decode(bytes);
  await sleep(ms);
  total += row.decode.bytes;
  const second = row.decode(bytes);
  total += row.decode.bytes;
  return [...first, ...second].length;
}

const bytes = (...words) => Buffer.concat(words.map((word) => Buffer.concat([Buffer.of(word.length), Buffer.from(word)])));
const counts = await Promise.all([read(bytes('ada', 'grace'), 5), read(bytes('-', 'joan'), 3), read(bytes('mary'), 8)]);
console.log(counts.join(' '), total);
