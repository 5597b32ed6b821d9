// expect: nothing
// never: handle.leak
'use strict';
const fs = require('node:fs');
const { open } = require('node:fs/promises');
const path = require('node:path');

async function kindOf(file) {
  const handle = await open(file);
  try {
    const { buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    return buffer.toString() === '//' ? 'program' : 'other';
  } finally {
    await handle.close();
  }
}

// A stream closes the file, and so does a reader of lines.
async function linesOf(file) {
  const handle = await open(file);
  let count = 0;
  for await (const line of handle.readLines()) count += line === '' ? 0 : 1;
  return count;
}

// These are kept for later, by others.
const kept = new Map();
async function keep(file) {
  const handle = await open(file);
  await handle.stat();
  kept.set(file, handle);
}
class Reader {
  constructor(file) {
    const fd = fs.openSync(file, 'r');
    this.size = fs.fstatSync(fd).size;
    this.next = (head) => fs.readSync(fd, head);
  }
}
function firstOf(file) {
  const fd = fs.openSync(file, 'r');
  const head = Buffer.alloc(1);
  fs.readSync(fd, head, 0, 1, 0);
  fs.closeSync(fd);
  return head[0];
}

async function main() {
  const folder = path.dirname(__dirname);
  const files = fs.readdirSync(folder).slice(0, 60).map((name) => path.join(folder, name, 'main.js')).filter((file) => fs.existsSync(file));
  const some = files.slice(0, 6);
  console.log((await Promise.all(some.map(kindOf))).length, (await Promise.all(some.map(linesOf))).length, some.map(firstOf).length);
  await Promise.all(some.map(keep));
  const readers = some.map((file) => new Reader(file));
  console.log(kept.size, readers.map((reader) => reader.next(Buffer.alloc(1))).length);
}
main();
