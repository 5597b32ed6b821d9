// expect: race.fs.torn-read 20,12
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'table-'));
const file = path.join(folder, 'table.jsonl');
fs.writeFileSync(file, '{"id":1}\n');

function addColumn(name, done = () => {}) {
  fs.appendFile(file, `${JSON.stringify({ column: name })}\n`, (error) => {
    if (error) throw error;
    done();
  });
}

/** Tells what is in the file. */
function load(done) {
  fs.readFile(file, 'utf8', (error, text) => {
    if (error) throw error;
    done(text.split('\n').filter(Boolean).map((line) => JSON.parse(line)));
  });
}

addColumn('name');
load((rows) => {
  console.log(rows.length > 0);
  setTimeout(() => fs.rmSync(folder, { recursive: true }), 50);
});
