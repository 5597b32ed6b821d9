// The caller has waited for the function, and reads what its calls have not begun to write.
// expect: promise.floating main.mjs:9
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

async function exportAll(folder, rows) {
  rows.forEach(async (row) => {
    try {
      await sleep(60);
      await writeFile(path.join(folder, `${row.id}.json`), JSON.stringify(row));
    } catch (error) {
      console.error(error.message);
    }
  });
}

async function main() {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'export-'));
  await exportAll(folder, [{ id: 1 }, { id: 2 }]);
  try {
    console.log((await readFile(path.join(folder, '1.json'), 'utf8')).length);
  } catch (error) {
    console.log(error.code);
  }
  await sleep(200);
  await rm(folder, { recursive: true });
}

await main();
