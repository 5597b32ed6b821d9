// expect: race.fs.toctou 11,13,15
// The sheet is printed where there is none yet. Two presses look before either of them has printed: one overwrites what the other has made.
import { close, lstat, mkdtempSync, open, readFileSync, rmSync, write } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(os.tmpdir(), 'press-'));
const sheet = path.join(folder, 'sheet.txt');

function print(text, done) {
  lstat(sheet, (missing) => {
    if (!missing) return done('is there');
    open(sheet, 'w', (refused, fd) => {
      if (refused) throw refused;
      write(fd, text, () => close(fd, () => done('printed')));
    });
  });
}

let left = 2;
for (const text of ['morning', 'evening']) {
  print(text, (result) => {
    if (--left === 0) {
      console.log(result.length > 0, readFileSync(sheet, 'utf8').length > 0);
      rmSync(folder, { recursive: true });
    }
  });
}
