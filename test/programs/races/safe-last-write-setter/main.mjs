// expect: nothing
// Only the answer of the newest call is given to the other file.
import { setTimeout as delay } from 'node:timers/promises';
import * as view from './view.mjs';
async function load(text) {
  await delay(text.length === 1 ? 60 : 5);
  return [`${text} 1`];
}
let newest = 0;
async function search(text) {
  const mine = ++newest;
  const rows = await load(text);
  if (mine === newest) view.show(rows);
}
setTimeout(() => search('b'), 1);
setTimeout(() => search('be'), 10);
await delay(120);
console.log(view.rowsShown().length);
