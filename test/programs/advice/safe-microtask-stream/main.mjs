// expect: nothing
// Lines of a file are taken in one after the other, without a pause; only the next piece of the same file waits meanwhile.
import { createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'lines-'));
writeFileSync(join(folder, 'log'), 'one line of the log\n'.repeat(8000));

function work() {
  const end = performance.now() + 0.08;
  while (performance.now() < end);
}

let lines = 0;
async function take(line) {
  work();
  return line.length > 0 ? 1 : 0;
}
for await (const chunk of createReadStream(join(folder, 'log'), 'utf8')) {
  for (const line of chunk.split('\n')) lines += await take(line);
}
rmSync(folder, { recursive: true });
console.log(lines > 0);
