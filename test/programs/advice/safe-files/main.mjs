// expect: nothing
// Files that are closed, by hand and by what reads them, and a pool of them that stays open on purpose.
import { open, readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
const self = new URL(import.meta.url);
async function sizeOf(file) {
  const handle = await open(file, 'r');
  try {
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}
async function linesOf(file) {
  const handle = await open(file, 'r');
  let lines = 0;
  for await (const line of handle.readLines()) lines += line.length > 0 ? 1 : 0;
  return lines;
}
async function streamed(file) {
  const handle = await open(file, 'r');
  let size = 0;
  for await (const chunk of handle.createReadStream()) size += chunk.length;
  return size;
}
const shards = await Promise.all(Array.from({ length: 24 }, () => open(self, 'r')));
let sum = shards.length;
for (let i = 0; i < 40; i++) {
  sum += (await sizeOf(self)) + (await linesOf(self)) + (await streamed(self)) + (await readFile(self)).length;
  await writeFile('/dev/null', String(sum));
  await sleep(10);
}
console.log(sum > 0);
