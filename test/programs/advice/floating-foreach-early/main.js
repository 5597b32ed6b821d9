// expect: promise.floating main.js:8
'use strict';
const fs = require('node:fs/promises');
const path = require('node:path');

const sizes = [];
const files = ['main.js', '../README.md'];
files.forEach(async (name) => {
  const text = await fs.readFile(path.join(__dirname, name), 'utf8');
  sizes.push(text.length);
});
const sum = sizes.reduce((a, b) => a + b, 0);
console.log(`${files.length} files, ${sum} characters`);
