// expect: deadlock.actual 19 exit 0
// No async function at all: a job of the queue ends with another one of the same shelf.
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
  return inTurn(shelf, () =>
    pause()
      .then(() => console.log('tidy', shelf))
      .then(() => count(shelf)),
  );
}
count('top').then((n) => console.log(n));
tidy('top').then((n) => console.log('tidied', n));
