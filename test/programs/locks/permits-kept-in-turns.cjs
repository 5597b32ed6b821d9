// expect: lock.not-released 9,9 exit 0
// What is known is skipped, and its permit kept: nothing nests here.
const { Sema } = require('async-sema');
const slots = new Sema(2);
const known = new Set(['b', 'c']);
async function load(names) {
  const loaded = [];
  for (const name of names) {
    await slots.acquire();
    if (known.has(name)) continue;
    await new Promise((resolve) => setImmediate(resolve));
    loaded.push(name);
    slots.release();
  }
  return loaded;
}
load(['a', 'b', 'c', 'd']).then((loaded) => console.log(loaded));
