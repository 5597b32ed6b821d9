// expect: nothing
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

// A reader follows a log that grows, beat by beat: what comes later it reads with a later beat.
const folder = mkdtempSync(join(tmpdir(), 'il-tailed-'));
const file = join(folder, 'ship.log');
const out = createWriteStream(file, { flags: 'a' });
await once(out, 'open');

const pieces = [];
let reading = null;
async function readOn() {
  const handle = await open(file);
  const { bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
  pieces.push(bytesRead);
  await handle.close();
}

function follow(ms) {
  return setInterval(() => {
    reading ??= readOn().finally(() => {
      reading = null;
    });
  }, ms);
}

const beats = follow(1);
for (let mile = 0; mile < 90; mile++) {
  out.write(`mile ${mile}\n`);
  if (mile % 3 === 0) await sleep(1);
}
out.end();
await once(out, 'close');
await sleep(30);
clearInterval(beats);
await sleep(10);
console.log(pieces.length > 3);
rmSync(folder, { recursive: true });
