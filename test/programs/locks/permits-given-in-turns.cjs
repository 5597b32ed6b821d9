// expect: none exit 0
// The same with its permit given back on each path.
const { Sema } = require('async-sema');
const slots = new Sema(2);
const known = new Set(['b', 'c']);
async function load(names) {
  const loaded = [];
  for (const name of names) {
    await slots.acquire();
    try {
      if (known.has(name)) continue;
      await new Promise((resolve) => setImmediate(resolve));
      loaded.push(name);
    } finally {
      slots.release();
    }
  }
  return loaded;
}
load(['a', 'b', 'c', 'd']).then((loaded) => console.log(loaded));
