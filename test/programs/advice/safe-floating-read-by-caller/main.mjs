// expect: nothing
// The caller knows that the file may not be there yet, and does without; and a sync that goes on in the background writes files of its own.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

async function warmUp(folder, names) {
  names.forEach(async (name) => {
    try {
      await sleep(60);
      await writeFile(path.join(folder, `${name}.json`), JSON.stringify({ name }));
    } catch (error) {
      console.error(error.message);
    }
  });
}

async function cached(folder, name) {
  return readFile(path.join(folder, `${name}.json`), 'utf8').catch(() => undefined);
}

async function main() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'export-'));
  await warmUp(folder, ['a', 'b']);
  console.log((await cached(folder, 'a')) === undefined);
  await sleep(200);
  await rm(folder, { recursive: true });
}

await main();
