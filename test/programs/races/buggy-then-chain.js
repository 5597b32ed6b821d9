// expect: race.atomicity 6,9
'use strict';
const acct = { balance: 100 };
const slow = (ms) => new Promise((r) => setTimeout(r, ms));
function withdraw(n) {
  const before = acct.balance;
  return slow(3).then(() => {
    if (before < n) throw new Error('no funds');
    acct.balance = before - n;
    return acct.balance;
  });
}
Promise.all([withdraw(10), withdraw(20)]).then((r) => console.log(r.join(), acct.balance));
