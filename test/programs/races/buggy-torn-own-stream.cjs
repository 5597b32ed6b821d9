// expect: race.fs.torn-read buggy-torn-own-stream.cjs:18
// A function gives a stream all that it has, and reads the file back without waiting until the stream is done with it.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-own-'));

async function report(name) {
  const file = path.join(folder, name);
  const out = fs.createWriteStream(file);
  for (let i = 0; i < 20_000; i++) out.write(`${i};customer ${i}\n`);
  out.end();
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
  const text = await fs.promises.readFile(file, 'utf8');
  return text.length > 0;
}

async function main() {
  await report('a.csv');
  await new Promise((resolve) => {
    setTimeout(resolve, 100);
  });
  fs.rmSync(folder, { recursive: true });
  console.log('done');
}

main();
