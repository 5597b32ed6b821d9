// expect: lock.broken@info 8,7 exit 0
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
class Lock {
  locked = false;
  waiting = [];
  async acquire() {
    if (this.locked) await new Promise((resolve) => this.waiting.push(resolve));
    this.locked = true;
  }
  release() {
    this.locked = false;
    for (const wake of this.waiting.splice(0)) wake();
  }
}
const lock = new Lock();
const account = { balance: 100 };
async function withdraw(amount) {
  await lock.acquire();
  const balance = account.balance;
  await sleep(2);
  account.balance = balance - amount;
  lock.release();
}
await Promise.all([withdraw(10), withdraw(20), withdraw(30)]);
console.log(account.balance);
