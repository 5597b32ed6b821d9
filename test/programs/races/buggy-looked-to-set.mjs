// expect: race.fs.toctou 16,12
// A page is set only where there is none yet, and the answer is some milliseconds old when it is set.
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const press = mkdtempSync(path.join(tmpdir(), 'il-press-'));
const front = path.join(press, 'front.txt');

async function edition(lines) {
  if (existsSync(front)) {
    return;
  }
  await sleep(5);
  writeFileSync(front, lines.join('\n'));
}

// A page that is set by hand comes in by itself, and is not to be replaced.
setTimeout(() => writeFileSync(front, 'by hand'), 150);

await edition(['rain', 'later sun']);
await sleep(260);
console.log(readFileSync(front, 'utf8'));
rmSync(press, { recursive: true });
