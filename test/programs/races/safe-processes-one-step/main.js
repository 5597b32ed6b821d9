// expect: nothing
'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'words-'));
const file = path.join(dir, 'words');
fs.writeFileSync(file, '');
const children = ['red', 'blue'].map((word) => fork(path.join(__dirname, 'count.js'), [file, word]));
Promise.all(children.map((child) => new Promise((resolve) => child.on('exit', resolve)))).then(() => {
  console.log(fs.existsSync(file));
  fs.rmSync(dir, { recursive: true });
});
