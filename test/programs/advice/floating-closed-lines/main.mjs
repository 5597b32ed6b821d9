// expect: promise.floating main.mjs:12
import { createReadStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';

async function translate(file) {
  const words = new Set();
  let taking = true;
  const lines = createInterface({ input: createReadStream(file) });
  lines.on('line', async (line) => {
    const word = await sleep(20, line.slice(0, 12));
    if (taking) words.add(word);
  });
  await once(lines, 'close');
  taking = false;
  return words;
}

const words = await translate(fileURLToPath(import.meta.url));
await sleep(60);
console.log(words.size);
