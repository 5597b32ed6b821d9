// expect: nothing
'use strict';
const { fork } = require('node:child_process');
const { once } = require('node:events');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

(async () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'stamps-'));
  const file = path.join(dir, 'stamps');
  fs.writeFileSync(file, '0');
  const children = [0, 1].map(() => fork(path.join(__dirname, 'stamp.js'), [file]));
  await Promise.all(children.map((child) => once(child, 'message')));
  const ends = children.map((child) => once(child, 'exit'));
  for (const child of children) child.send('go');
  await Promise.all(ends);
  console.log(fs.readFileSync(file, 'utf8'));
  fs.rmSync(dir, { recursive: true });
})();
