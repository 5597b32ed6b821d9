// expect: none exit 0
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
const gate = new Lock();
const cart = new Lock();
const stock = new Lock();
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
const order = () => gate.run(() => cart.run(() => stock.run(() => sleep(2))));
const recount = () => gate.run(() => stock.run(() => cart.run(() => sleep(2))));
setTimeout(order, 1);
setTimeout(recount, 1200);
