// expect: handle.leak main.js:14
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');

const [read, close] = [promisify(fs.read), promisify(fs.close)];
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'pictures-'));
for (let i = 0; i < 32; i++) fs.writeFileSync(path.join(dir, `${i}.img`), i % 2 === 0 ? 'IMG ' + i : 'something else');

// What is no picture is left open.
function open(file) { return new Promise((resolve, reject) => {
    fs.open(file, 'r', (error, fd) => (error ? reject(error) : resolve(fd)));
  });
}

async function check(file) {
  const fd = await open(file);
  const { buffer } = await read(fd, Buffer.alloc(4), 0, 4, 0);
  if (buffer.toString() !== 'IMG ') throw new Error(`${file} is no picture`);
  await close(fd);
}

async function main() {
  const states = [];
  for (let i = 0; i < 32; i++) states.push(...(await Promise.allSettled([check(path.join(dir, `${i}.img`))])));
  console.log(states.filter((s) => s.status === 'rejected').length);
  fs.rmSync(dir, { recursive: true });
}
main();
