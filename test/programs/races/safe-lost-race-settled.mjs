// expect: nothing
// The quicker of two mirrors serves the index; the slower one finds that there is one, and keeps its own to itself.
import { setTimeout as delay } from 'node:timers/promises';

const index = { from: null, rows: [] };

async function load(mirror, ms) {
  const rows = await delay(ms, [mirror.length, ms]);
  if (index.from !== null) return index.from;
  index.from = mirror;
  index.rows = rows;
  return mirror;
}

const from = await Promise.race([load('north', 100), load('west', 30)]);
await delay(120);
console.log(from, index.from, index.rows.length);
