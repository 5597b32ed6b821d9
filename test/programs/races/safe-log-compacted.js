// expect: nothing
// An outbox is made smaller; the mails that are put into it meanwhile are held back, and added to what has taken its place. All in callbacks.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'outbox-'));
const file = path.join(folder, 'outbox.txt');
let mails = 0;
let isCompacting = false;
const heldBack = [];

function add(done) {
  if (isCompacting) return heldBack.push(done);
  mails++;
  fs.appendFile(file, `mail ${mails} ${mails % 2 === 0 ? 'sent' : 'waits'}\n`, done);
}

function put(count, done) {
  if (count === 0) return done();
  add((error) => {
    if (error) throw error;
    put(count - 1, done);
  });
}

/** Leaves out what was sent; that takes a while. */
function compact(done) {
  isCompacting = true;
  const draft = `${file}.draft`;
  fs.readFile(file, { encoding: 'utf8', flag: 'a+' }, (error, text) => {
    if (error) throw error;
    const left = text.split('\n').filter((line) => line.endsWith('waits'));
    setTimeout(() => fs.writeFile(draft, left.map((line) => `${line}\n`).join(''), replace), 30);
  });
  function replace(error) {
    if (error) throw error;
    fs.rename(draft, file, (failed) => {
      if (failed) throw failed;
      isCompacting = false;
      done();
      for (const next of heldBack.splice(0)) add(next);
    });
  }
}

let open = 2;
function end() {
  if (--open > 0) return;
  console.log(fs.readFileSync(file, 'utf8').split('\n').length > 1);
  fs.rmSync(folder, { recursive: true });
}
put(10, () => {
  compact(end);
  put(100, end);
});
