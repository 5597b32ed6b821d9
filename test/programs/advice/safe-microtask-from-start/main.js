// expect: nothing
// never: loop.microtask-starvation
'use strict';
// The heartbeat of the start is cleared before the steps begin: it missed no turn.
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

clearInterval(heart);
sumOf((sum) => {
  console.log(sum > 0, beats);
});
