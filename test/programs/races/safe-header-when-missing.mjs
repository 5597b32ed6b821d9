// expect: nothing
// The first line is written by whoever creates the file, which only one can; and a note about a failed look goes into another file.
import { access, appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import os from 'node:os';
import path from 'node:path';

const folder = await mkdtemp(path.join(os.tmpdir(), 'il-missing-'));
const file = path.join(folder, 'flights.csv');
const notes = path.join(folder, 'notes.txt');

async function land(flight) {
  try {
    await access(path.join(folder, 'closed'));
  } catch {
    await sleep(30);
    await appendFile(notes, `open for ${flight}\n`);
  }
  await writeFile(file, 'flight,from\n', { flag: 'wx' }).catch(() => {});
  await appendFile(file, `${flight}\n`);
}

await Promise.all([land('LH 12,FRA'), land('KL 7,AMS')]);
console.log((await readFile(file, 'utf8')).split('flight,from').length);
await rm(folder, { recursive: true });
