// expect: handle.leak main.mjs:11
import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const dir = mkdtempSync(join(tmpdir(), 'settings-'));
for (let i = 0; i < 32; i++) writeFileSync(join(dir, `${i}.json`), i % 4 === 0 ? `{"id":${i}}` : '{broken');

// JSON.parse throws: close is never reached.
function load(file) {
  const fd = openSync(file, 'r');
  const buffer = Buffer.alloc(64);
  const settings = JSON.parse(buffer.toString('utf8', 0, readSync(fd, buffer, 0, 64, 0)));
  closeSync(fd);
  return settings;
}
let loaded = 0;
for (let i = 0; i < 32; i++) {
  try {
    loaded += load(join(dir, `${i}.json`)).id >= 0 ? 1 : 0;
  } catch {
    // Reported elsewhere.
  }
}
console.log(loaded);
rmSync(dir, { recursive: true });
