// expect: nothing
// One list for all, and a lock for each key: whoever adds another key meanwhile has looked for that.
import { Mutex } from 'async-mutex';
import { setTimeout as delay } from 'node:timers/promises';

const rows = [];
const locks = new Map();

async function findOne(slug) {
  await delay(3);
  return rows.find((row) => row.slug === slug);
}

async function insert(row) {
  await delay(3);
  rows.push(row);
  return row;
}

function ensure(slug) {
  if (!locks.has(slug)) locks.set(slug, new Mutex());
  return locks.get(slug).runExclusive(async () => {
    const known = await findOne(slug);
    return known ?? insert({ slug });
  });
}

await Promise.all(['a', 'b', 'a', 'c'].map(ensure));
console.log(rows.length);
