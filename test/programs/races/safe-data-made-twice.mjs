// expect: nothing
// A guest list is made on demand, after the name of the table has been asked for. Nobody changes it after that: two of them would be alike.
import { setTimeout as sleep } from 'node:timers/promises';

const lists = new Map();

const titles = { 1: 'bride', 2: 'groom' };

async function listOf(table) {
  const known = lists.get(table);
  if (known) return known;
  const title = await titleOf(table);
  const list = { title, guests: 0, names: new Set() };
  lists.set(table, list);
  return list;
}

async function titleOf(table) {
  await sleep(10);
  return titles[table];
}

async function seat(table, guest, size) {
  const list = await listOf(table);
  return `${list.title}: ${guest} and ${size - 1} more`;
}

setTimeout(async () => console.log(await seat(1, 'ines', 2)), 5);
setTimeout(async () => console.log(await seat(1, 'jan', 4)), 80);
