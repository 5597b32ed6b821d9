// expect: race.fs.lost-update 15,18
import { mkdtempSync, rmSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
const folder = mkdtempSync(path.join(os.tmpdir(), 'pages-'));
const target = path.join(folder, 'index.json');

let written = 0;
let letOn;
const bothWritten = new Promise((resolve) => (letOn = resolve));

async function publish(pages) {
  const temporary = `${target}.tmp`;
  await writeFile(temporary, JSON.stringify(pages));
  if (++written === 2) letOn();
  await bothWritten;
  await rename(temporary, target);
}
const outcomes = await Promise.allSettled([publish(['a', 'b']), publish(['c'])]);
console.log(outcomes.filter((outcome) => outcome.status === 'rejected').length);
rmSync(folder, { recursive: true });
