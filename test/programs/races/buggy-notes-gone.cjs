// expect: race.fs.toctou 41,39 ; race.fs.toctou 12,19
// A drawer is listed while old notes are thrown away. Each look is repeated while the file is busy; that the note may have gone neither who asked for it knows, nor who throws it away.
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const drawer = fs.mkdtempSync(path.join(os.tmpdir(), 'drawer-'));
const notes = ['milk', 'bread', 'salt'];
for (const note of notes) fs.writeFileSync(path.join(drawer, note), note);

function look(file, done, tries = 3) {
  fs.lstat(file, (error, stats) => {
    if (error?.code === 'EBUSY' && tries > 0) setTimeout(() => look(file, done, tries - 1), 5);
    else done(error, stats);
  });
}

function list(done) {
  fs.readdir(drawer, (error, names) => {
    if (error) return done(error);
    const found = [];
    let left = names.length;
    for (const name of names) {
      look(path.join(drawer, name), (gone, stats) => {
        if (gone) return done(gone);
        found.push([name, stats.size]);
        if (--left === 0) done(null, found);
      });
    }
  });
}

function isFatal(error) {
  return error !== null && error.code !== 'EPERM';
}

function toss(name, done) {
  const file = path.join(drawer, name);
  fs.stat(file, (missing) => {
    if (missing) return done();
    fs.unlink(file, onGone);
  });

  function onGone(error) {
    if (isFatal(error)) return done(error);
    done();
  }
}

const codes = [];
process.once('exit', () => {
  fs.rmSync(drawer, { recursive: true });
  console.log(codes.length);
});
list((error, found) => {
  console.log(error, found !== undefined);
});
for (const delay of [30, 30]) setTimeout(() => toss('bread', (error) => codes.push(String(error?.code))), delay);
