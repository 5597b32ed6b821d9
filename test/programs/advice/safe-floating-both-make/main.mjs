// expect: nothing
// Each of the two logs opens its file in the background and makes their folder where it is missing: whichever is first, it is there when they go on.
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const home = await mkdtemp(path.join(os.tmpdir(), 'interleave-'));
const folder = path.join(home, 'logs');

class Log {
  constructor(name) {
    this.file = path.join(folder, name);
    (async () => {
      this.opening = this.open();
      await this.opening;
    })();
  }

  async open() {
    try {
      this.handle = await open(this.file, 'a');
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
      await mkdir(folder, { recursive: true });
      this.handle = await open(this.file, 'a');
    }
  }

  async close() {
    await this.opening;
    await this.handle.close();
  }
}

async function main() {
  const logs = [new Log('a'), new Log('b'), new Log('c'), new Log('d')];
  for (const log of logs) await log.close();
  await rm(home, { recursive: true });
}
await main();
