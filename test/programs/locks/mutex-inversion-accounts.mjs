// expect: lock.order-inversion 10,8 exit 0
import { Mutex } from 'async-mutex';
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
class Account {
  constructor(id, balance) { this.id = id; this.balance = balance; this.mutex = new Mutex(); }
}
async function transfer(from, to, amount) {
  const releaseFrom = await from.mutex.acquire();
  try {
    const releaseTo = await to.mutex.acquire();
    try {
      await sleep(2);
      from.balance -= amount;
      to.balance += amount;
    } finally { releaseTo(); }
  } finally { releaseFrom(); }
}
const a = new Account(1, 100), b = new Account(2, 100);
setTimeout(() => transfer(a, b, 10), 1);
setTimeout(() => transfer(b, a, 5), 1000);
setTimeout(() => console.log(a.balance, b.balance), 1400);
