// expect: none exit 0
import { Mutex } from 'async-mutex';
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
class Account {
  constructor(id, balance) { this.id = id; this.balance = balance; this.mutex = new Mutex(); }
}
async function transfer(from, to, amount) {
  const [first, second] = from.id < to.id ? [from, to] : [to, from];
  await first.mutex.runExclusive(() => second.mutex.runExclusive(async () => {
    await sleep(2);
    from.balance -= amount;
    to.balance += amount;
  }));
}
const a = new Account(1, 100), b = new Account(2, 100);
setTimeout(() => transfer(a, b, 10), 1);
setTimeout(() => transfer(b, a, 5), 1000);
setTimeout(() => console.log(a.balance, b.balance), 1400);
