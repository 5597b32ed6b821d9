// expect: nothing
// never: handle.leak
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import readline from 'node:readline';

async function firstLine(file) {
  const input = fs.createReadStream(file);
  try {
    for await (const line of readline.createInterface({ input })) return line;
    return '';
  } finally {
    input.destroy();
  }
}

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'first-lines-'));
const body = 'entry entry entry entry\n'.repeat(20_000);
let titles = 0;
for (let i = 0; i < 10; i++) {
  fs.writeFileSync(path.join(dir, `${i}.log`), `# log ${i}\n${body}`);
  if (await firstLine(path.join(dir, `${i}.log`))) titles++;
}
console.log(titles);
fs.rmSync(dir, { recursive: true });
