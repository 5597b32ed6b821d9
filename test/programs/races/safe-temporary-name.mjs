// expect: nothing
// A name of its own for each, or one after the other.
import { mkdtempSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(tmpdir(), 'il-temporary-'));
let number = 0;

async function save(file, text) {
  const temporary = `${file}.${++number}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, file);
}

let tail = Promise.resolve();
function saveInTurn(file, text) {
  tail = tail.then(async () => {
    await writeFile(`${file}.tmp`, text);
    await rename(`${file}.tmp`, file);
  });
  return tail;
}

const file = path.join(folder, 'status.json');
await Promise.all([save(file, 'one'), save(file, 'another')]);
const other = path.join(folder, 'other.json');
await Promise.all([saveInTurn(other, 'one'), saveInTurn(other, 'another')]);
await rm(folder, { recursive: true });
