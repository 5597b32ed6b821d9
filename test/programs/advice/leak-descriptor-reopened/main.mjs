// expect: handle.leak main.mjs:10
// Each round opens the same file and forgets it.
import fs from 'node:fs';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';

const open = promisify(fs.open);
const read = promisify(fs.read);
async function head(file) {
  const fd = await open(file, 'r');
  const { bytesRead } = await read(fd, Buffer.alloc(16), 0, 16, 0);
  return bytesRead;
}
let sum = 0;
for (let i = 0; i < 8; i++) {
  sum += await head(new URL(import.meta.url));
  await sleep(1);
}
console.log(sum);
