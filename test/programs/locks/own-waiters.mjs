// expect: none exit 0
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
class Lock {
  constructor() { this.locked = false; this.waiting = []; }
  acquire() {
    if (!this.locked) { this.locked = true; return Promise.resolve(); }
    return new Promise((resolve) => this.waiting.push(resolve));
  }
  release() {
    const next = this.waiting.shift();
    if (next) next(); else this.locked = false;
  }
}
const lock = new Lock();
const account = { balance: 100 };
async function withdraw(amount) {
  await lock.acquire();
  try {
    const balance = account.balance;
    await sleep(2);
    account.balance = balance - amount;
  } finally { lock.release(); }
}
setTimeout(withdraw, 1, 10); setTimeout(withdraw, 2, 20); setTimeout(withdraw, 30, 30);
setTimeout(() => console.log(account.balance), 500);
