// expect: race.atomicity 6,8
const fs = require('node:fs');
let counter = 0;

function count(done) {
  const before = counter;
  fs.stat(__filename, () => {
    counter = before + 1;
    done();
  });
}

let open = 2;
const done = () => {
  if (--open === 0) console.log(counter);
};
count(done);
count(done);
