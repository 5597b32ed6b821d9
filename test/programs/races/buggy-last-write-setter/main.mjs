// expect: race.order.last-write 10
// The other file only stores what it is given: whoever gives it has waited for that.
import { setTimeout as delay } from 'node:timers/promises';
import * as view from './view.mjs';
async function load(text) {
  await delay(text.length === 1 ? 60 : 5);
  return [`${text} 1`];
}
async function search(text) {
  view.show(await load(text));
}
setTimeout(() => search('b'), 1);
setTimeout(() => search('be'), 10);
await delay(120);
console.log(view.rowsShown().length);
