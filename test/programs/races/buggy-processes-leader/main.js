// expect: race.fs.toctou agent.js:7,agent.js:8
'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'leader-'));
const children = [0, 1].map(() => fork(path.join(__dirname, 'agent.js'), [path.join(dir, 'leader')]));
let ready = 0;
for (const child of children) {
  child.on('message', () => {
    if (++ready === children.length) for (const c of children) c.send('go');
  });
}
Promise.all(children.map((child) => new Promise((resolve) => child.on('exit', resolve)))).then(() => {
  console.log(fs.existsSync(path.join(dir, 'leader')));
  fs.rmSync(dir, { recursive: true });
});
