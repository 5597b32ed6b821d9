// expect: nothing
// A library that empties a folder is ready for files that go meanwhile, as the lock of another process does: its call lists and removes.
'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

/** As code that is not the program's own. */
const emptyFolder = new Function(
  'fs',
  'folder',
  'for (const name of fs.readdirSync(folder)) { try { fs.unlinkSync(folder + "/" + name); } catch (error) { if (error.code !== "ENOENT") throw error; } }',
);

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
    emptyFolder(fs, folder);
  });
  child.once('exit', () => {
    console.log(fs.existsSync(path.join(folder, 'lock')));
  });
}
