// expect: race.fs.lost-update 11,12
import { mkdtempSync, rmSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
const folder = mkdtempSync(path.join(os.tmpdir(), 'pages-'));
const target = path.join(folder, 'index.json');

async function publish(pages) {
  const temporary = `${target}.tmp`;
  await writeFile(temporary, JSON.stringify(pages));
  await rename(temporary, target);
}
const outcomes = await Promise.allSettled([publish(['a', 'b']), publish(['c'])]);
console.log(outcomes.map((outcome) => outcome.status));
rmSync(folder, { recursive: true });
