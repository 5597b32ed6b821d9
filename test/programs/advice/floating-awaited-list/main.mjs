// expect: promise.floating main.mjs:9
// The await is given the list of promises, and waits for none of them.
import { setImmediate as turn } from 'node:timers/promises';

const stored = new Map();
async function copyAll(names) {
  const store = async (name) => stored.set(name, await turn(name.length));
  const copies = names.map((name) => store(name));
  await copies;
  return names.length;
}
console.log('copied', await copyAll(['a', 'bb', 'ccc']));
