// expect: nothing
// How many bytes were taken is asked in the step in which they were decoded, whoever decodes in between.
import { setTimeout as sleep } from 'node:timers/promises';
import { row } from './codec.mjs';

let total = 0;

async function read(bytes, ms) {
  const first = row.decode(bytes);
  total += row.decode.bytes;
  await sleep(ms);
  const second = row.decode(bytes);
  total += row.decode.bytes;
  return [...first, ...second].length;
}

const bytes = (...words) => Buffer.concat(words.map((word) => Buffer.concat([Buffer.of(word.length), Buffer.from(word)])));
const counts = await Promise.all([read(bytes('ada', 'grace'), 5), read(bytes('-', 'joan'), 3), read(bytes('mary'), 8)]);
console.log(counts.join(' '), total);
