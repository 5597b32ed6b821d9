// expect: race.fs.toctou 14,21
// A press prints into a folder of its own. Nobody waits for it, and the folder is cleared away.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

class Press {
  failed = 0;

  async print(folder, sheets) {
    for (const sheet of sheets) {
      await wait(120);
      await writeFile(join(folder, `${sheet}.txt`), sheet);
    }
  }
}

const folder = await mkdtemp(join(tmpdir(), 'press-'));
const press = new Press();
const printed = press.print(folder, ['one']); await rm(folder, { recursive: true, force: true });
await printed.catch(() => press.failed++);
console.log(press.failed);
