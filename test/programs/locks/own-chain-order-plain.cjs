// expect: lock.order-inversion 21,27 exit 0
// Two queues, each a variable of its own, and no async function anywhere: two timers take them in both orders, far apart.
function queue() {
  let last = Promise.resolve();
  return (job) => {
    const done = last.then(job);
    last = done.catch(() => {});
    return done;
  };
}
const inLedger = queue();
const inVault = queue();
const coins = [5];
let total = 5;
const soon = (value) => new Promise((resolve) => setTimeout(() => resolve(value), 3));

function count() {
  return inVault(() => soon(coins.length));
}
function write(sum) {
  return inLedger(() => {
    total = sum;
    return soon(sum);
  });
}
const check = () =>
  inLedger(() => soon(total).then((sum) => count().then((n) => `${sum} in ${n}`)));
const pay = (coin) =>
  inVault(() =>
    soon(coin)
      .then((it) => coins.push(it))
      .then(() => write(total + coin)),
  );
setTimeout(() => {
  check().then(console.log);
}, 5);
setTimeout(() => {
  pay(7).then(console.log);
}, 90);
