// expect: nothing
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { finished } = require('node:stream/promises');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-own-'));

async function report(name) {
  const file = path.join(folder, name);
  const out = fs.createWriteStream(file);
  for (let i = 0; i < 20_000; i++) out.write(`${i};customer ${i}\n`);
  out.end();
  await finished(out);
  const text = await fs.promises.readFile(file, 'utf8');
  return text.length > 0;
}

async function main() {
  await report('a.csv');
  fs.rmSync(folder, { recursive: true });
  console.log('done');
}

main();
