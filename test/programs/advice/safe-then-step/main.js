// expect: nothing
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');

async function keep(rows) {
  await fs.writeFile(os.devNull, rows.join('\n'));
}
async function load() {
  await null;
  return ['north', 'south'];
}
// A branch of its own lets its work go; the chain that ends the process gives back the promise of each of its steps.
const loaded = load();
loaded.then((rows) => {
  keep(rows);
});
loaded.then((rows) => keep(rows)).then(() => process.exit(0));
