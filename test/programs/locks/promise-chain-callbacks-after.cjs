// expect: none exit 0
// The next job of the same shelf is asked for when the one before is over, or without waiting for it.
const tails = {};
function inTurn(shelf, job) {
  const before = tails[shelf] ?? Promise.resolve();
  const done = before.then(job);
  tails[shelf] = done.then(
    () => {},
    () => {},
  );
  return done;
}
const pause = () => new Promise((resolve) => setTimeout(resolve, 3));
const count = (shelf) => inTurn(shelf, () => pause().then(() => 7));
function tidy(shelf) {
  const tidied = inTurn(shelf, () =>
    pause()
      .then(() => console.log('tidy', shelf))
      .then(() => {
        count(shelf).then((n) => console.log('later', n));
      }),
  );
  return tidied.then(() => count(shelf));
}
count('top').then((n) => console.log(n));
tidy('top').then((n) => console.log('tidied', n));
