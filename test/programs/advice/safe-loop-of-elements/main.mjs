// expect: nothing
// never: await.in-loop
import { setTimeout as pause } from 'node:timers/promises';

async function grown(previous) {
  await pause(20);
  return (previous ?? 0) + 1;
}
async function known(found) {
  await pause(20);
  return Object.keys(found).length;
}

// Each element comes from the one before, or from all of them.
async function table(n) {
  const rows = [1];
  for (let i = 1; i < n; i++) rows[i] = await grown(rows[i - 1]);
  return rows;
}
async function last(n) {
  const rows = [1];
  for (let i = 1; i < n; i++) rows[i] = await grown(rows.at(-1));
  return rows;
}
async function all(keys) {
  const found = {};
  for (const key of keys) found[key] = await known(found);
  return found;
}
const rows = await table(8);
const others = await last(rows.length);
console.log(others.length, (await all(['a', 'b', 'c', 'd', 'e', 'f'])).f);
