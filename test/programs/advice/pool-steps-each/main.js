// expect: pool.saturated main.js:18
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');
const scrypt = promisify(require('node:crypto').scrypt);

// Many short hashes, always thirty-two at once: opening, looking at, reading and closing a file each wait for a turn, none of them for long.
async function sign(until) {
  const seals = [];
  while (Date.now() < until) seals.push(await scrypt('seal', 'wax', 32, { N: 2048 }));
  return seals.length;
}

async function quote(file) {
  const began = Date.now();
  const text = await fs.readFile(file, 'utf8');
  return `${text} ${Date.now() - began > 0}`;
}

async function main() {
  const file = path.join(await fs.mkdtemp(path.join(os.tmpdir(), 'il-quote-')), 'price');
  await fs.writeFile(file, '12.50');
  const signing = Promise.all(Array.from({ length: 32 }, () => sign(Date.now() + 900)));
  await new Promise((resolve) => setTimeout(resolve, 150));
  console.log(await quote(file));
  await signing;
  await fs.rm(path.dirname(file), { recursive: true });
}
main();
