// expect: lock.order-inversion 21,27 exit 0
class Lock {
  #tail = Promise.resolve();
  async run(job) {
    const before = this.#tail;
    let done;
    this.#tail = new Promise((resolve) => { done = resolve; });
    await before;
    try {
      return await job();
    } finally {
      done();
    }
  }
}
const cart = new Lock();
const stock = new Lock();
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const order = () =>
  cart.run(async () => {
    await stock.run(() => sleep(2));
  });
const recount = () =>
  stock.run(async () => {
    await sleep(2);
    // reads the carts
    await cart.run(() => sleep(1));
  });
setTimeout(order, 1);
setTimeout(recount, 1200);
