// expect: nothing
import fs from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
const handle = await fs.open(process.argv[1]);
const pages = [];
async function readPage(n) {
  const buffer = Buffer.alloc(16);
  await delay(n * 15);
  const { bytesRead } = await handle.read(buffer, 0, 16, n * 16);
  pages.push(bytesRead);
}
try {
  await Promise.all([1, 2, 3].map(readPage));
} finally {
  await handle.close();
}
console.log(pages.length);
