// expect: race.atomicity service.js:12,service.js:4,repo.js:15
'use strict';
const { reserve } = require('./service');
let open = 3;
for (let i = 0; i < 3; i++) {
  reserve('w1', 2, (err) => {
    if (err) console.error(err.message);
    if (--open === 0) console.log('reserved');
  });
}
