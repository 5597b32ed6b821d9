// expect: nothing
// never: handle.leak
// A store of open files closes the oldest one when it is full; what is in it is used again and again. Some logs are open as long as the program runs.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'topics-'));
const MAX = 24;
const files = new Map();

function fileOf(topic) {
  let fd = files.get(topic);
  if (fd !== undefined) return fd;
  if (files.size >= MAX) {
    const [oldest, old] = files.entries().next().value;
    files.delete(oldest);
    fs.closeSync(old);
  }
  fd = fs.openSync(path.join(dir, `${topic}.log`), 'a');
  files.set(topic, fd);
  return fd;
}
const logs = ['access', 'error', 'slow'].map((name) => fs.openSync(path.join(dir, name), 'a'));
let n = 0;
function next() {
  fs.writeSync(fileOf(`t${n % 40}`), 'message\n');
  fs.writeSync(logs[n % 3], 'line\n');
  if (++n < 100) setImmediate(next);
  else {
    console.log(files.size);
    fs.rmSync(dir, { recursive: true });
  }
}
next();
