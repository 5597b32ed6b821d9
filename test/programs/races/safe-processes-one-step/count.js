'use strict';
const fs = require('node:fs');

const [file, word] = process.argv.slice(2);
const pause = new Int32Array(new SharedArrayBuffer(4));

function locked(work) {
  for (;;) {
    try {
      fs.closeSync(fs.openSync(`${file}.lock`, 'wx'));
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      Atomics.wait(pause, 0, 0, 2);
    }
  }
  try {
    work();
  } finally {
    fs.unlinkSync(`${file}.lock`);
  }
}

function count() {
  const words = fs.readFileSync(file, 'utf8').split('\n').filter(Boolean);
  fs.writeFileSync(file, [...words, word].join('\n'));
}
for (let i = 0; i < 4; i++) locked(count);
