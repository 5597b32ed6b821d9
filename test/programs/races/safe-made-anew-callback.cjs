// expect: nothing
// The second show is rigged when the first one is; and who finds a folder there already takes it as it is.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const house = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-stage-'));
const stage = path.join(house, 'stage');
const wings = path.join(house, 'wings');

function rig(show, done) {
  fs.rm(stage, { recursive: true, force: true }, (error) => {
    if (error) return done(error);
    fs.mkdir(stage, (failure) => {
      if (failure) return done(failure);
      fs.writeFile(path.join(stage, show), show, done);
    });
  });
}

function sweep(done) {
  fs.rm(wings, { recursive: true, force: true }, () => {
    fs.mkdir(wings, (error) => {
      if (error && error.code !== 'EEXIST') throw error;
      done();
    });
  });
}

let open = 3;
const end = () => {
  if (--open > 0) return;
  console.log('rigged');
  fs.rmSync(house, { recursive: true, force: true });
};
rig('opera', () => rig('circus', end));
sweep(end);
setTimeout(sweep, 60, end);
