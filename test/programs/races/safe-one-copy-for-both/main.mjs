// expect: nothing
// Two visits at a time share the one copy that was read, and both put back the same.
import { setTimeout as sleep } from 'node:timers/promises';
import { Shelf } from './shelf.mjs';
const shelf = new Shelf();
const open = new Map();
async function visit(name, word) {
  let entry = open.get(name);
  if (entry === undefined) {
    entry = { guests: 0, words: shelf.take(name).then((words) => words ?? []) };
    open.set(name, entry);
  }
  entry.guests++;
  const words = await entry.words;
  await sleep(word.length * 4);
  words.push(word);
  await shelf.put(name, await entry.words);
  if (--entry.guests === 0) open.delete(name);
}
await Promise.all([visit('hall', 'lamp'), visit('hall', 'chair')]);
console.log((await shelf.take('hall')).join());
