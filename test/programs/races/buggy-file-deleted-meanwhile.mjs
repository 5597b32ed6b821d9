// expect: race.fs.toctou 13
// As safe-folder-removed.mjs, but one file is deleted by somebody who does not know who reads it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'removed-'));
const name = path.join(folder, 'f.txt');
fs.writeFileSync(name, name);

fs.stat(name, (failure, stats) => {
  if (failure) throw failure;
  fs.readFile(name, (error, text) => {
    if (error) throw error;
    console.log(text.length - stats.size);
  });
});
setTimeout(() => {
  fs.unlink(name, (error) => {
    if (error) throw error;
    fs.rm(folder, { recursive: true }, () => {});
  });
}, 300);
