// expect: listener.leak main.js:13
// Whoever reads a file looks up whether the reader was closed meanwhile; the listeners of all that were read before are still there.
'use strict';
const { EventEmitter } = require('node:events');
const { readFile } = require('node:fs/promises');

const reader = new EventEmitter();
reader.setMaxListeners(100);

async function lengthOf(file) {
  let isClosed = false;
  const onClose = () => void (isClosed = true);
  reader.once('close', onClose);
  const text = await readFile(file, 'utf8');
  return isClosed ? 0 : text.length;
}

async function main() {
  for (let round = 0; round < 4; round++) {
    const lengths = await Promise.all(Array.from({ length: 10 }, () => lengthOf(__filename)));
    console.log(lengths.every((length) => length > 400));
  }
}
main();
