// expect: promise.floating main.mjs:30
// The folder is made in the background, and the logs are opened in it at once.
import { mkdir, mkdtemp, open, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const home = await mkdtemp(path.join(os.tmpdir(), 'interleave-'));
const folder = path.join(home, 'logs');

async function prepare() {
  await mkdir(folder, { recursive: true });
}

class Log {
  async open(name) {
    try {
      this.handle = await open(path.join(folder, name), 'a');
    } catch (error) {
      console.log(error.code);
    }
  }

  async close() {
    await this.handle?.close();
  }
}

async function main() {
  const logs = [new Log(), new Log()];
  prepare();
  await Promise.all(logs.map((log, i) => log.open(`${i}`)));
  for (const log of logs) await log.close();
  await rm(home, { recursive: true, force: true });
}
await main();
