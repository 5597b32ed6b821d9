// expect: loop.blocked main.js:14
// As in safe-blocked-meant, but the program itself waits like that, between two looks at a file, while a job is due.
const fs = require('node:fs');

let isDone = false;
setTimeout(() => {
  isDone = true;
}, 20);
setTimeout(() => {
  let known = 0;
  for (let look = 0; look < 2; look++) {
    known += fs.existsSync(__filename) ? 1 : 0;
    const start = Date.now();
    while (Date.now() - start < 200) {}
  }
  setTimeout(() => console.log(isDone, known), 10);
}, 5);
