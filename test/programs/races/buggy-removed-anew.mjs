// expect: race.fs.toctou 19,15,24
// Old previews are removed when whoever still shows one had the time to finish; one that has been drawn anew by then is removed, too.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const delay = promisify(setTimeout);
const previews = fs.mkdtempSync(path.join(os.tmpdir(), 'il-previews-'));
for (const name of ['a.png', 'b.png', 'c.png']) fs.writeFileSync(path.join(previews, name), 'old');
const limit = Date.now() + 1000;

async function prune() {
  const isOld = (name) => fs.statSync(path.join(previews, name)).mtimeMs < limit;
  const old = fs.readdirSync(previews).filter(isOld);
  await delay(100);
  for (const name of old) {
    // Not asked once more.
    fs.unlinkSync(path.join(previews, name));
  }
}

function draw(name) {
  fs.writeFileSync(path.join(previews, name), 'new');
}

setTimeout(draw, 20, 'c.png');
await prune();
console.log(fs.readdirSync(previews).length);
fs.rmSync(previews, { recursive: true });
