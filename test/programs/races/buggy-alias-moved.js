// expect: race.fs.toctou 14,19
// The default version is an alias that is removed and set anew; two who install at once both find the old one.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-alias-'));
const alias = path.join(folder, 'default');
fs.symlinkSync('18.0.0', alias);
const outcomes = [];

function point(version, done) {
  fs.readlink(alias, (failure, current) => {
    if (failure) return done(failure);
    if (current === version) return done(null);
    const later = () => {
      // Nobody has an alias until it is set anew.
      fs.unlink(alias, (error) => {
        if (error) return done(error);
        fs.symlink(version, alias, done);
      });
    };
    setTimeout(later, 5);
  });
}

function finish(error) {
  outcomes.push(error ? error.code : 'set');
  if (outcomes.length < 2) return;
  console.log(outcomes.length);
  fs.rmSync(folder, { recursive: true });
}

point('20.0.0', finish);
point('22.0.0', finish);
