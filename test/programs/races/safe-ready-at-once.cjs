// expect: nothing
// What is set in a reaction to a promise that is settled already is set before the turn is over: no timer of this turn comes before that.
function makeClock() {
  let begun;
  const calls = [];
  Promise.resolve()
    .then(() => undefined)
    .then(() => {
      begun = Date.now();
    });
  return {
    calls,
    job: (n) => {
      calls.push({ n, late: Date.now() - begun >= 0, text: begun.toString() });
    },
  };
}

const later = (fn, ...args) =>
  new Promise((resolve) => {
    setTimeout(async () => resolve(await fn(...args)), 5);
  });

async function main() {
  const clock = makeClock();
  await Promise.all([later(clock.job, 1), later(clock.job, 2)]);
  console.log(clock.calls.map(({ n, late }) => `${n} ${late}`).join());
}
setTimeout(main, 1);
