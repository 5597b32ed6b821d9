'use strict';
const { readFile } = require('node:fs/promises');
const stock = new Map();

// Others write the file, and it wants to know.
setInterval(async () => {
  const text = await Promise.resolve(__filename);
  stock.set('size', (await readFile(text)).length);
}, 150);

module.exports = { stock };
