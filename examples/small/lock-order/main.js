// Two accounts, each with its own lock; a transfer holds both.
const { Mutex } = require('async-mutex');
const { setImmediate: nextTurn } = require('node:timers/promises');

const accounts = {
  savings: { balance: 500, lock: new Mutex() },
  current: { balance: 100, lock: new Mutex() },
};

async function checkLimit(amount) {
  await nextTurn();
  if (amount > 1000) throw new Error('over the limit');
}

async function transfer(from, to, amount) {
  const releaseFrom = await accounts[from].lock.acquire();
  await checkLimit(amount);
  const releaseTo = await accounts[to].lock.acquire();
  accounts[from].balance -= amount;
  accounts[to].balance += amount;
  releaseTo();
  releaseFrom();
}

async function main() {
  await Promise.all([transfer('savings', 'current', 50), transfer('current', 'savings', 20)]);
  console.log('savings', accounts.savings.balance, 'current', accounts.current.balance);
}

main();
