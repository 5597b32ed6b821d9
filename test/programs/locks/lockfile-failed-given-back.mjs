// expect: none exit 0
// The first call fails, and gives back what it had.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import lockfile from 'proper-lockfile';

const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'il-lockfile-')), 'stock.json');
fs.writeFileSync(file, '{"pumps": ');
process.on('exit', () => fs.rmSync(path.dirname(file), { recursive: true, force: true }));

async function count(pumps) {
  const unlock = await lockfile.lock(file, { retries: { retries: 2, minTimeout: 5, factor: 1 } });
  try {
    const stock = JSON.parse(fs.readFileSync(file, 'utf8'));
    fs.writeFileSync(file, JSON.stringify({ ...stock, pumps }));
  } finally {
    await unlock();
  }
}
const said = (error) => error.code ?? error.name;
console.log(await count(3).catch(said), await count(4).catch(said));
