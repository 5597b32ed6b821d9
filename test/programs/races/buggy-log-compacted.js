// expect: race.fs.lost-update 35,28,14
// An outbox is made smaller while a hundred mails are put into it: what came since it was read is not in the draft that takes its place. All in callbacks.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'outbox-'));
const file = path.join(folder, 'outbox.txt');
let mails = 0;

function add(done) {
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
  const draft = `${file}.draft`;
  fs.readFile(file, { encoding: 'utf8', flag: 'a+' }, (error, text) => {
    if (error) throw error;
    const left = text.split('\n').filter((line) => line.endsWith('waits'));
    setTimeout(() => fs.writeFile(draft, left.map((line) => `${line}\n`).join(''), replace), 30);
  });
  function replace(error) {
    if (error) throw error;
    fs.rename(draft, file, done);
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
