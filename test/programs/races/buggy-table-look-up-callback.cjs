// expect: race.check-then-act 11,15
'use strict';
// A name is taken from a Map of constants by the number of those who have signed the sheet; how many may sign was asked before the file was read.
const fs = require('node:fs');

const PARTS = new Map([[0, 'soprano'], [1, 'alto']]);

function createSheet() {
  const singers = [];
  const sign = (name, done) => {
    if (singers.length >= PARTS.size) return done(null, 'no part left');
    fs.stat(__filename, (error) => {
      if (error) return done(error);
      const part = PARTS.get(singers.length) || 'any part';
      singers.push({ name, part });
      done(null, part);
    });
  };
  return { sign, count: () => singers.length };
}

const sheet = createSheet();
let left = 3;
for (const name of ['eva', 'kai', 'ulf']) {
  sheet.sign(name, (error, part) => {
    console.log(name, error ?? part);
    if (--left === 0) console.log(sheet.count(), 'singers');
  });
}
