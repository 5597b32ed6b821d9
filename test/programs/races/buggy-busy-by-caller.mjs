// expect: race.fs.toctou 19 ; race.fs.toctou 32
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile, rename, stat, unlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = mkdtempSync(join(tmpdir(), 'busy-by-caller-'));
const [draft, note] = ['draft', 'note'].map((name) => join(folder, name));
for (const file of [draft, note]) writeFileSync(file, 'text');

// Who is in use is left for the next time.
const unlessBusy = async (work) =>
  work.catch((error) => {
    if (error.code !== 'EBUSY') throw error;
  });

async function moveAway(file) {
  await rename(file, `${file}.old`);
  await unlink(`${file}.old`);
}

async function clean(file) {
  const { size } = await stat(file);
  await sleep(20);
  if (size > 0) await unlessBusy(moveAway(file));
}

async function textOf(file) {
  const { size } = await stat(file);
  await sleep(20);
  return size > 0 ? await readFile(file, 'utf8') : '';
}

async function show(file) {
  try {
    console.log(await textOf(file));
  } catch (error) {
    if (error.code !== 'EBUSY') throw error;
    console.log('in use');
  }
}

async function remove(file) {
  await sleep(8);
  await unlink(file);
}

await Promise.allSettled([clean(draft), remove(draft), show(note), remove(note)]);
rmSync(folder, { recursive: true });
