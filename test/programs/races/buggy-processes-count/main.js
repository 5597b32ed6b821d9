// expect: race.fs.lost-update visits.js:9,visits.js:11
'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'visits-'));
const file = path.join(dir, 'visits');
fs.writeFileSync(file, '0');

const children = [0, 1].map(() => fork(path.join(__dirname, 'visits.js'), [file]));
let ready = 0;
for (const child of children) {
  child.on('message', () => {
    if (++ready === children.length) for (const c of children) c.send('go');
  });
}
Promise.all(children.map((child) => new Promise((resolve) => child.on('exit', resolve)))).then(() => {
  console.log('done');
  fs.rmSync(dir, { recursive: true });
});
