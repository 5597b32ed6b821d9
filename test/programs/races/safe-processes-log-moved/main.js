// expect: nothing
// Two processes write one log, and whoever finds it too long moves it away; a folder that only one of them can make keeps them apart.
'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'two-logs-'));
const log = path.join(folder, 'visits.log');
let open = 2;
for (const name of ['east', 'west']) {
  fork(path.join(__dirname, 'writer.js'), [log, name]).on('exit', () => {
    open -= 1;
    if (open > 0) return;
    console.log('kept', fs.readdirSync(folder).join(' '));
    fs.rmSync(folder, { recursive: true });
  });
}
