// expect: none exit 0
// The same in one order, or one after the other: who pays has left the vault before it writes.
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
  inVault(() => soon(coin).then((it) => coins.push(it))).then(() => write(total + coin));
// Begun in the vault, and not waited for there.
const tip = (coin) =>
  inVault(() => {
    write(total + coin).then(console.log);
    return new Promise((resolve) => setTimeout(() => resolve(coin), 8));
  });
setTimeout(() => {
  check().then(console.log);
}, 5);
setTimeout(() => {
  pay(7).then(console.log);
}, 90);
setTimeout(() => {
  tip(1).then(console.log);
}, 150);
