'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const { open, readFile, unlink, writeFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const times = process.env.LESSONS_FAST === '1' ? 10 : 100;

// Whoever makes the lock file has the lock: of two that try at once only one can.
async function lock(file) {
  for (;;) {
    try {
      const handle = await open(`${file}.lock`, 'wx');
      return await handle.close();
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      await sleep(5);
    }
  }
}

async function count(file) {
  for (let i = 0; i < times; i++) {
    await lock(file);
    const value = Number(await readFile(file, 'utf8'));
    await sleep(5);
    await writeFile(file, String(value + 1));
    await unlink(`${file}.lock`);
    await sleep(5);
  }
}

function main() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'counter-'));
  const file = path.join(folder, 'counter');
  fs.writeFileSync(file, '5');
  const children = [fork(__filename, [file]), fork(__filename, [file])];
  let ready = 0;
  let running = 2;
  for (const child of children) {
    child.on('message', () => {
      if (++ready === 2) for (const one of children) one.send('go');
    });
    child.on('exit', () => {
      if (--running > 0) return;
      console.log('counter', fs.readFileSync(file, 'utf8'), 'of', 5 + 2 * times);
      fs.rmSync(folder, { recursive: true });
    });
  }
}

const [file] = process.argv.slice(2);
if (file === undefined) main();
else {
  process.once('message', () => count(file).then(() => process.disconnect()));
  process.send('ready');
}
