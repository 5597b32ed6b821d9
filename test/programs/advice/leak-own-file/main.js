// expect: handle.leak main.js:9 ; handle.leak main.js:18
'use strict';
const fs = require('node:fs');
const { open } = require('node:fs/promises');
const path = require('node:path');

// A few files are enough: when the function has ended, nobody else can close them.
async function kindOf(file) {
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
  if (buffer.toString() === '//') return 'program';
  await handle.close();
  return 'other';
}

/** First byte of a file. */
function firstOf(file) {
  const fd = fs.openSync(file, 'r');
  const head = Buffer.alloc(1);
  if (fs.fstatSync(fd).size === 0) return -1;
  fs.readSync(fd, head, 0, 1, 0);
  return head[0];
}

async function main() {
  const folder = path.dirname(__dirname);
  const files = fs.readdirSync(folder).slice(0, 60).map((name) => path.join(folder, name, 'main.js')).filter((file) => fs.existsSync(file));
  const some = files.slice(0, 6);
  console.log((await Promise.all(some.map(kindOf))).length, some.map(firstOf).length);
}
main();
