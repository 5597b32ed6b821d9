// expect: race.atomicity main.mjs:10,main.mjs:7,shelf.mjs:11
// Two visits at a time have a copy each, and the later one puts back what it has read.
import { setTimeout as sleep } from 'node:timers/promises';
import { Shelf } from './shelf.mjs';
const shelf = new Shelf();
async function visit(name, word) {
  const words = (await shelf.take(name)) ?? [];
  await sleep(word.length * 4);
  words.push(word);
  await shelf.put(name, words);
}
await Promise.all([visit('hall', 'lamp'), visit('hall', 'chair')]);
console.log((await shelf.take('hall')).join());
