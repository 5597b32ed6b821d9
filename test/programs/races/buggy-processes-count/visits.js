'use strict';
const fs = require('node:fs');

const [file] = process.argv.slice(2);
const pause = new Int32Array(new SharedArrayBuffer(4));
let left = 25;

function visit() {
  const visits = Number(fs.readFileSync(file, 'utf8'));
  Atomics.wait(pause, 0, 0, 15);
  fs.writeFileSync(file, String(visits + 1));
  if (--left > 0) setTimeout(visit, 5);
  else process.disconnect();
}
process.once('message', visit);
process.send('ready');
