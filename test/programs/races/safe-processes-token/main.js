// expect: nothing
// Processes change one file in turn: a message says whose turn it is.
'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'token-'));
const file = path.join(dir, 'turns');
fs.writeFileSync(file, '0');

let turns = 6;
const children = [0, 1, 2].map(() => fork(path.join(__dirname, 'turn.js'), [file]));
for (const [i, child] of children.entries()) {
  child.on('message', () => {
    if (--turns === 0) for (const c of children) c.disconnect();
    else children[(i + 1) % children.length].send('turn');
  });
}
children[0].send('turn');
Promise.all(children.map((child) => new Promise((resolve) => child.on('exit', resolve)))).then(() => {
  console.log(fs.readFileSync(file, 'utf8'));
  fs.rmSync(dir, { recursive: true });
});
