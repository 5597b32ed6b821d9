// expect: race.fs.lost-update tally.js:7,tally.js:8
'use strict';
const { fork } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'votes-'));
const file = path.join(dir, 'votes.json');
fs.writeFileSync(file, '{"yes":0,"no":0}');

let left = 2;
// Each station reports when it closes. That the second one closes later than the first one has reported is chance.
function close(station, vote, after) {
  setTimeout(() => {
    fork(path.join(__dirname, 'tally.js'), [file, vote], { env: { ...process.env, STATION: station } }).on('exit', () => {
      if (--left > 0) return;
      console.log(Object.keys(JSON.parse(fs.readFileSync(file, 'utf8'))).length);
      fs.rmSync(dir, { recursive: true });
    });
  }, after);
}
close('north', 'yes', 5);
close('south', 'no', 900);
