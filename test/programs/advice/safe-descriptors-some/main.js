// expect: nothing
// never: handle.leak
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'topics-'));
const logs = new Map();

// One function opens what is kept for as long as the program runs, and what is read once.
function open(name, flags) {
  return new Promise((resolve, reject) => {
    fs.open(path.join(dir, name), flags, (error, fd) => (error ? reject(error) : resolve(fd)));
  });
}

async function log(topic, text) {
  if (!logs.has(topic)) logs.set(topic, open(`${topic}.log`, 'a'));
  fs.writeSync(await logs.get(topic), text);
}

async function main() {
  fs.writeFileSync(path.join(dir, 'schema'), 'topic,text');
  for (let i = 0; i < 28; i++) {
    await log(`t${i % 14}`, 'message\n');
    const fd = await open('schema', 'r');
    fs.readSync(fd, Buffer.alloc(4));
    fs.closeSync(fd);
  }
  console.log(logs.size);
  fs.rmSync(dir, { recursive: true });
}
main();
