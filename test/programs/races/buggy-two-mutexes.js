// expect: race.atomicity 13,15,19,21
'use strict';
const { Mutex } = require('async-mutex');
const turns = (n) => new Promise((resolve) => setImmediate(resolve)).then(() => (n > 1 ? turns(n - 1) : undefined));

// Each kind of job has a lock of its own, but both change the same account.
const deposits = new Mutex();
const withdrawals = new Mutex();
const account = { balance: 100 };

const deposit = (n) =>
  deposits.runExclusive(async () => {
    const balance = account.balance;
    await turns(2);
    account.balance = balance + n;
  });
const withdraw = (n) =>
  withdrawals.runExclusive(async () => {
    const balance = account.balance;
    await turns(3);
    account.balance = balance - n;
  });

Promise.all([deposit(10), withdraw(20), deposit(5)]).then(() => console.log(account.balance));
