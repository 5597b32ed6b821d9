// expect: race.fs.lost-update 16,20
// A list of visitors, moved to its place whole and cleared by night: who finds one writes it back with one name more.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'visitors-'));
const file = path.join(folder, 'today');
let drafts = 0;

const show = (error) => console.log(error ? error.message : 'noted');

function note(name) {
  const draft = `${file}.${++drafts}`;
  fs.readFile(file, 'utf8', (error, text) => {
    const names = error ? name : `${text},${name}`;
    fs.writeFile(draft, names, (failed) => {
      if (failed) return show(failed);
      fs.rename(draft, file, show);
    });
  });
}

note('Ada');
setTimeout(note, 60, 'Ben');
setTimeout(() => fs.unlink(file, () => {}), 120);
setTimeout(note, 180, 'Cem');
setTimeout(note, 180, 'Dora');
setTimeout(() => fs.rmSync(folder, { recursive: true }), 300);
