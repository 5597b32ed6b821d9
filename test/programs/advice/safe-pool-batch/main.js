// expect: nothing
'use strict';
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');
const gzip = promisify(require('node:zlib').gzip);
const scrypt = promisify(require('node:crypto').scrypt);

// A batch: whatever waits for the pool waits for its own kind.
async function store(folder, i) {
  const key = await scrypt(`key ${i}`, 'salt', 32);
  const packed = await gzip(Buffer.alloc(200_000, key));
  await fs.writeFile(path.join(folder, `${i}.gz`), packed);
}

async function main() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'batch-'));
  await Promise.all(Array.from({ length: 20 }, (_, i) => store(folder, i)));
  console.log((await fs.readdir(folder)).length, 'files');
  await fs.rm(folder, { recursive: true });
}
main();
