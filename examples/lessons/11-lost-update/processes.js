'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const { readFile, writeFile } = require('node:fs/promises');
const os = require('node:os');
const path = require('node:path');
const { setTimeout: sleep } = require('node:timers/promises');

const times = process.env.LESSONS_FAST === '1' ? 10 : 100;

// Both processes read a number, and write back one more: what the other has written in between is lost.
async function count(file) {
  for (let i = 0; i < times; i++) {
    const value = Number(await readFile(file, 'utf8'));
    await sleep(5);
    await writeFile(file, String(value + 1));
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
