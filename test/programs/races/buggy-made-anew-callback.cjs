// expect: race.fs.toctou 15
// Two shows are rigged at once, each on a stage that it has cleared itself; one of them finds the stage of the other.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const house = fs.mkdtempSync(path.join(os.tmpdir(), 'interleave-stage-'));
const stage = path.join(house, 'stage');

function rig(show, done) {
  setTimeout(() => {
    fs.rm(stage, { recursive: true, force: true }, (error) => {
      if (error) return done(error);
      fs.mkdir(stage, (failure) => {
        if (failure) return done(failure);
        fs.writeFile(path.join(stage, show.name), show.lights, done);
      });
    });
  }, show.at);
}

const refused = [];
let open = 2;
for (const show of [{ name: 'opera', lights: 'blue', at: 5 }, { name: 'circus', lights: 'red', at: 90 }]) {
  rig(show, (error) => {
    if (error) refused.push(show.name);
    if (--open > 0) return;
    console.log('rigged');
    fs.rmSync(house, { recursive: true, force: true });
  });
}
