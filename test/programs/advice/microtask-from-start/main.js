// expect: loop.microtask-starvation main.js:14 | loop.microtask-starvation main.js:15
'use strict';
// The heartbeat is set up by a start that takes long itself; then the steps never leave the queue of reactions.
const stock = [];
for (let i = 0; i < 3_000_000; i++) stock.push({ id: i, left: (i * 31) % 97 });

let beats = 0;
const heart = setInterval(() => beats++, 10);

function sumOf(done) {
  const step = (at, sum) => {
    if (at === 60_000) return done(sum);
    Promise.resolve(stock[at])
      .then((one) => sum + one.left)
      .then((total) => step(at + 1, total));
  };
  step(0, 0);
}

sumOf((sum) => {
  clearInterval(heart);
  console.log(sum > 0, beats);
});
