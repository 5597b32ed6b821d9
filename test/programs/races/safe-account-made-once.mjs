// expect: nothing
// A guest list is made on demand, after the name of the table has been asked for. Whoever comes meanwhile waits for the same list.
import { setTimeout as sleep } from 'node:timers/promises';

const lists = new Map();

const titles = { 1: 'bride', 2: 'groom' };

function listOf(table) {
  let known = lists.get(table);
  if (!known) {
    known = titleOf(table).then((title) => ({ title, guests: 0, names: new Set() }));
    lists.set(table, known);
  }
  return known;
}

async function titleOf(table) {
  await sleep(10);
  return titles[table];
}

async function seat(table, guest, size) {
  const list = await listOf(table);
  list.names.add(guest);
  list.guests += size;
  return `${list.title}: ${list.guests}`;
}

setTimeout(async () => console.log(await seat(1, 'ines', 2)), 5);
setTimeout(async () => console.log(await seat(1, 'jan', 4)), 80);
