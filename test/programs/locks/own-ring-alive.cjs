// expect: deadlock.actual 25,23 signal
// The heartbeat goes on while the two wait for each other.
class Lock {
  #held = false;
  #line = [];
  acquire() {
    if (this.#held) return new Promise((resolve) => this.#line.push(resolve));
    this.#held = true;
    return Promise.resolve();
  }
  release() {
    const next = this.#line.shift();
    if (next) next();
    else this.#held = false;
  }
}
const [stock, prices] = [new Lock(), new Lock()];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
let beats = 0;
const heart = setInterval(() => beats++, 20);

async function update(first, second) {
  await first.acquire();
  await sleep(20);
  await second.acquire();
  second.release();
  first.release();
}
Promise.all([update(stock, prices), update(prices, stock)]).finally(() => clearInterval(heart));
