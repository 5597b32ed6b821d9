// expect: handle.leak main.mjs:5
// The file is closed on the way that is never taken.
import { open } from 'node:fs/promises';
async function checksum(file) {
  const handle = await open(file, 'r');
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(64), 0, 64, 0);
  const sum = buffer.subarray(0, bytesRead).reduce((a, b) => (a * 31 + b) >>> 0, 7);
  if (sum > 0) return sum;
  await handle.close();
  return 0;
}
let sum = 0;
for (let i = 0; i < 8; i++) sum += await checksum(new URL(import.meta.url));
console.log(sum > 0);
