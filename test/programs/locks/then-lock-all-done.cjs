// expect: none exit 0
// A lock of callbacks that is given back whatever happens.
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
    .finally(() => {
      giveBack();

    });
}

Promise.allSettled([save(0), save(1)]).then((results) => console.log(results.length));
setTimeout(() => console.log('the rest'), 60);
