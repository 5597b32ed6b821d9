// expect: nothing
// Three calls miss the same entry and compute the same for it: work done twice, but nothing lost.
const { setTimeout: sleep } = require('node:timers/promises');
const widths = new Map();
const sizes = {};
async function widthOf(key) {
  let hit = widths.get(key);
  if (hit === undefined) {
    await sleep(4);
    hit = key.length * 8;
    widths.set(key, hit);
  }
  return hit;
}
async function sizeOf(key) {
  if (!(key in sizes)) {
    await sleep(4);
    sizes[key] = `${key.length} characters`;
  }
  return sizes[key];
}
Promise.all(['alice', 'alice', 'alice'].flatMap((key) => [widthOf(key), sizeOf(key)])).then((all) => console.log(all.join()));
