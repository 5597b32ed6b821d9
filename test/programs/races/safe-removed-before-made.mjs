// expect: nothing
// Each edition is printed into an empty folder: what was left of the one before is looked at and removed first. That the new sheet is made does not follow from that look.
import { close, lstat, mkdir, mkdtempSync, open, readdir, readFileSync, rmdir, rmSync, unlink, write } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const folder = mkdtempSync(path.join(os.tmpdir(), 'press-'));
const sheet = path.join(folder, 'edition', 'sheet.txt');
const editions = [];

function print(text) {
  mkdir(path.dirname(sheet), { recursive: true }, () => {
    open(sheet, 'w', (refused, fd) => {
      if (refused) throw refused;
      write(fd, text, () => close(fd));
    });
  });
}

/** A file, or a folder with all that is in it. */
function remove(target, done) {
  lstat(target, (missing) => {
    if (missing) return done();
    unlink(target, (refused) => {
      if (!refused) return done();
      readdir(target, (error, names = []) => removeEach(target, names, () => rmdir(target, done)));
    });
  });
}

function removeEach(folder, [name, ...others], done) {
  if (name === undefined) return done();
  remove(path.join(folder, name), () => removeEach(folder, others, done));
}

function next(texts) {
  const [text, ...others] = texts;
  if (text === undefined) return finish();
  print(text);
  // Whoever wants one has come by then.
  setTimeout(() => {
    editions.push(readFileSync(sheet, 'utf8'));
    remove(path.dirname(sheet), () => next(others));
  }, 100);
}

function finish() {
  console.log(editions.join());
  rmSync(folder, { recursive: true });
}

next(['morning', 'noon', 'evening']);
