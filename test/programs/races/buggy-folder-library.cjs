// expect: race.fs.toctou 23,22
// What the folder held when it was listed is removed one by one: the lock of another process may have gone by then.
'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

if (process.send) {
  const lock = path.join(process.argv[2], 'lock');
  fs.writeFileSync(lock, 'held');
  process.send('held');
  setTimeout(() => {
    fs.writeFileSync(lock, 'held again');
    fs.unlinkSync(lock);
    process.disconnect();
  }, 300);
} else {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-emptied-'));
  const child = fork(__filename, [folder]);
  child.once('message', () => {
    for (const name of fs.readdirSync(folder)) {
      fs.unlinkSync(path.join(folder, name));
    }
  });
  child.once('exit', () => {
    console.log(fs.existsSync(path.join(folder, 'lock')));
  });
}
