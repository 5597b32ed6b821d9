'use strict';
const stock = new Map();
let dirty = false;

// Nothing has changed, so there is nothing to write.
setInterval(async () => {
  if (await isDirty()) throw new Error('not written');
}, 150);

async function isDirty() {
  return dirty;
}

module.exports = { stock, change: () => (dirty = true) };
