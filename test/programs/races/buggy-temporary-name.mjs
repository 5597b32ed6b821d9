// expect: race.fs.lost-update 11
import { mkdtempSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(tmpdir(), 'il-temporary-'));

async function save(file, text) {
  await writeFile(`${file}.tmp`, text);
  await rename(`${file}.tmp`, file);
}

const file = path.join(folder, 'status.json');
await Promise.allSettled([save(file, 'one'), save(file, 'another')]);
await rm(folder, { recursive: true });
