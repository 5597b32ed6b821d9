// expect: nothing
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'pid-'));
const file = path.join(dir, 'leader');
const started = [];

const nameOf = (id) => new Promise((resolve) => setImmediate(resolve, `node ${id}`));

async function lead(id) {
  const name = await nameOf(id);
  if (fs.existsSync(file)) return;
  fs.writeFileSync(file, name);
  started.push(id);
}

await Promise.all([lead(1), lead(2)]);
console.log(started.length);
fs.rmSync(dir, { recursive: true });
