// expect: race.atomicity 15 ; race.atomicity 22 ; race.atomicity 30
// What is stored is an answer, but one that was computed from what was read: a number that is sent and comes back changed, a version that is counted up, an entry
// of which a part is kept.
import { setTimeout as delay } from 'node:timers/promises';

async function save(name, count) {
  await delay(5);
  return { name, count };
}

const counters = new Map([['a', { rev: 1, count: 0 }]]);
async function count(name) {
  const known = counters.get(name);
  const saved = await save(name, known.count + 1);
  counters.set(name, saved);
}

const versions = new Map([['a', 1]]);
async function raise(name) {
  const version = versions.get(name);
  const saved = await save(name, version);
  versions.set(name, saved.count + 1);
}

const lists = new Map([['a', { rev: 1, rows: [] }]]);
async function add(name, row) {
  const list = lists.get(name);
  const { count: rev } = await save(name, list.rev);
  console.log('saved as', rev);
  lists.set(name, { rev, rows: [...list.rows, row] });
}

await Promise.all([count('a'), count('a'), raise('a'), raise('a'), add('a', 1), add('a', 2)]);
console.log(counters.get('a'), versions.get('a'), lists.get('a'));
