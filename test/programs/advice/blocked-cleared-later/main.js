// expect: loop.blocked main.js:7 | loop.blocked main.js:8 | loop.blocked main.js:6
'use strict';
// The beat is cleared by what comes after the work, in a later turn: it missed its own meanwhile.
function solve(size) {
  let found = 0;
  for (let a = 1; a < size; a++) {
    for (let b = a; b < size; b++) if (Number.isInteger(Math.hypot(a, b))) found++;
  }
  return found;
}

let beats = 0;
setTimeout(() => {
  const beat = setInterval(() => beats++, 40);
  const loaded = new Promise((resolve) => setTimeout(resolve, 20, 9000));
  loaded
    .then((size) => solve(size))
    .then((found) => {
      setImmediate(() => {
        clearInterval(beat);
        console.log(found > 0, beats < 3);
      });
    });
}, 10);
