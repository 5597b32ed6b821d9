// expect: nothing
// never: promise.floating
// The last of the calls works with the whole; what is read before only tells how far it is.
'use strict';
const fs = require('node:fs/promises');
const path = require('node:path');
const sizes = [];
const files = ['main.js', '../README.md'];
let left = files.length;
files.forEach(async (name) => {
  const text = await fs.readFile(path.join(__dirname, name), 'utf8');
  sizes.push(text.length);
  if (--left === 0) console.log(sizes.reduce((a, b) => a + b, 0));
});
console.log(`${files.length} files, ${left} to go, ${sizes.length} done`);
