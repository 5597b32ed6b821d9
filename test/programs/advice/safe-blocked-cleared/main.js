// expect: nothing
// never: loop.blocked
'use strict';
// The beat is not due before the work is done, and what comes after that clears it.
function solve(size) {
  let found = 0;
  for (let a = 1; a < size; a++) {
    for (let b = a; b < size; b++) if (Number.isInteger(Math.hypot(a, b))) found++;
  }
  return found;
}

let beats = 0;
setTimeout(() => {
  const beat = setInterval(() => beats++, 60_000);
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
