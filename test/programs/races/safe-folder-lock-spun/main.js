// expect: nothing
// Processes change one file under a lock that is a folder, which each tries to make until it is free.
'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

function locked(file, change) {
  const lock = `${file}.lock`;
  for (;;) {
    try {
      fs.mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
  }
  try {
    change();
  } finally {
    fs.rmSync(lock, { recursive: true, force: true });
  }
}

const [, , folder, name] = process.argv;
if (folder === undefined) {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'settings-'));
  fs.writeFileSync(path.join(dir, 'settings.json'), '{}');
  const children = ['red', 'blue'].map((color) => fork(__filename, [dir, color]));
  let ready = 0;
  let over = 0;
  for (const child of children) {
    child.on('message', () => ++ready === 2 && children.forEach((each) => each.send('go')));
    child.on('exit', () => ++over === 2 && fs.rmSync(dir, { recursive: true }));
  }
} else {
  const file = path.join(folder, 'settings.json');
  let n = 0;
  process.send('ready');
  process.once('message', () => {
    const timer = setInterval(() => {
      locked(file, () => {
        const until = performance.now() + 2;
        const settings = JSON.parse(fs.readFileSync(file, 'utf8'));
        fs.writeFileSync(`${file}.${name}`, JSON.stringify({ ...settings, [`${name}${n}`]: until }));
        fs.renameSync(`${file}.${name}`, file);
        // The disk is slow.
        while (performance.now() < until);
      });
      if (++n < 8) return;
      clearInterval(timer);
      process.disconnect();
    }, 3);
  });
}
