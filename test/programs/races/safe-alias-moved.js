// expect: nothing
// As buggy-alias-moved.js, but the new alias is made aside and moved over the old one: whoever comes last has it, and there is always one.
'use strict';
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'il-alias-'));
fs.mkdirSync(path.join(folder, 'new'));
fs.symlinkSync('18.0.0', path.join(folder, 'new', 'default'));
// Where it is now, nobody has seen it made.
fs.renameSync(path.join(folder, 'new'), path.join(folder, 'aliases'));
const alias = path.join(folder, 'aliases', 'default');
const outcomes = [];

function point(version, done) {
  fs.readlink(alias, (failure, current) => {
    if (failure) return done(failure);
    if (current === version) return done(null);
    const aside = `${alias}.${version}`;
    fs.symlink(version, aside, (error) => {
      if (error) return done(error);
      fs.rename(aside, alias, done);
    });
  });
}

function finish(error) {
  outcomes.push(error ? error.code : 'set');
  if (outcomes.length < 2) return;
  console.log(outcomes.join(' '), fs.readlinkSync(alias) === '18.0.0');
  fs.rmSync(folder, { recursive: true });
}

point('20.0.0', finish);
point('22.0.0', finish);
