// expect: nothing
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'table-'));
const file = path.join(folder, 'table.jsonl');
const log = path.join(folder, 'table.log');
fs.writeFileSync(file, '{"id":1}\n');
fs.writeFileSync(log, '');

function addColumn(name, done) {
  fs.appendFile(file, `${JSON.stringify({ column: name })}\n`, (error) => {
    if (error) throw error;
    done();
  });
}

function read(done) {
  fs.readFile(file, 'utf8', (error, text) => {
    if (error) throw error;
    done(text.split('\n').filter(Boolean).length);
  });
}

/** Another task that looks at a log that is written: it takes what is there. */
function follow() {
  fs.readFile(log, 'utf8', (error, text) => {
    if (error) throw error;
    looked += text.length;
  });
}

let looked = 0;
const following = setInterval(follow, 5);
let written = 0;
const writing = setInterval(() => fs.appendFile(log, `${++written}\n`, () => {}), 5);
addColumn('name', () =>
  read((count) => {
    console.log(count, looked >= 0);
    setTimeout(() => {
      clearInterval(following);
      clearInterval(writing);
      setTimeout(() => fs.rmSync(folder, { recursive: true }), 100);
    }, 60);
  }),
);
