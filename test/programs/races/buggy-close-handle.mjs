// expect: race.order.use-after-close 10,22
import fs from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
const handle = await fs.open(process.argv[1]);
const pages = [];
async function readPage(n) {
  const buffer = Buffer.alloc(16);
  await delay(n * 15);
  try {
    const { bytesRead } = await handle.read(buffer, 0, 16, n * 16);
    pages.push(bytesRead);
  } catch {
    pages.push(-1);
  }
}
async function readAll() {
  for (let n = 1; n < 4; n++) await readPage(n);
}
const reading = readAll();
await delay(20);
if (pages.length < 99) {
  await handle.close();
}
await reading;
console.log(pages.length);
