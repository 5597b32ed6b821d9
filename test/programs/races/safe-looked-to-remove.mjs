// expect: nothing
// What is left of the last edition is removed before a new one is set; that a look finds nothing decides nothing about what is printed later.
import { existsSync, mkdtempSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const press = mkdtempSync(path.join(tmpdir(), 'il-press-'));
const front = path.join(press, 'front.txt');

function clear() {
  if (existsSync(front)) {
    unlinkSync(front);
  }
}

async function edition(lines) {
  clear();
  await sleep(5);
  writeFileSync(front, lines.join('\n'));
}

// A correction of the front page comes in by itself; whichever is the later one is what is printed.
setTimeout(() => writeFileSync(front, 'correction'), 40);

await edition(['rain', 'later sun']);
await sleep(80);
console.log(readFileSync(front, 'utf8'));
rmSync(press, { recursive: true });
