// expect: race.fs.toctou writer.js:11,writer.js:8
// Two processes write one log, and whoever finds it too long moves it away. The second one, which found the same, moves what the first has just begun over what that has kept.
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
