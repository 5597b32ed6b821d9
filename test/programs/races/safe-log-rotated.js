// expect: nothing
const fs = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');

class RollingLog {
  #turn = Promise.resolve();

  constructor(file, maxBytes) {
    this.file = file;
    this.maxBytes = maxBytes;
  }

  async #roll() {
    const { size } = await fs.stat(this.file).catch(() => ({ size: 0 }));
    if (size < this.maxBytes) return;
    await fs.rename(this.file, `${this.file}.1`).catch((err) => {
      if (err.code !== 'ENOENT') throw err;
    });
  }

  write(line) {
    this.#turn = this.#turn.then(async () => {
      await this.#roll();
      await fs.appendFile(this.file, `${line}\n`);
    });
    return this.#turn;
  }
}

async function main() {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'rolling-'));
  const log = new RollingLog(path.join(dir, 'app.log'), 40);
  for (let i = 0; i < 4; i++) await log.write(`starting service part ${i}`);
  await Promise.all(Array.from({ length: 6 }, (_, i) => log.write(`request ${i} handled in ${i * 3} ms`)));
  const names = await fs.readdir(dir);
  console.log(names.sort().join(' '));
  await fs.rm(dir, { recursive: true });
}

main();
