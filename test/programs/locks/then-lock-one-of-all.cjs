// expect: hang.exit-pending 22,11 exit 0
// A lock of callbacks that a failure does not give back: of the two that are waited for together one has failed, and the other one never gets its turn.
let isTaken = false;
const waiting = [];

function take() {
  if (!isTaken) {
    isTaken = true;
    return Promise.resolve();
  }
  return new Promise((resolve) => waiting.push(resolve));
}

function giveBack() {
  const next = waiting.shift();
  if (next) next();
  else isTaken = false;
}

function save(row) {
  return take()
    .then(() => new Promise((resolve, reject) => setTimeout(row === 0 ? reject : resolve, 10, row)))
    .then((saved) => {
      giveBack();
      return saved;
    });
}

Promise.allSettled([save(0), save(1)]).then((results) => console.log(results.length));
setTimeout(() => console.log('the rest'), 60);
