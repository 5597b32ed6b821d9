// expect: handle.leak main.mjs:6
// What has been opened is looked at and left open.
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
async function sizeOf(file) {
  const handle = await open(file, 'r');
  return (await handle.stat()).size;
}
let sum = 0;
for (let i = 0; i < 50; i++) {
  sum += await sizeOf(new URL(import.meta.url));
  await sleep(25);
}
console.log(sum > 0);
