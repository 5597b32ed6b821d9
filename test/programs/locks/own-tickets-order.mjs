// expect: lock.order-inversion 26 exit 0
// Who asks takes a number, and waits until it is called.
class Counter {
  #drawn = 0;
  #called = 0;
  #waiting = new Map();
  async stand() {
    const mine = this.#drawn++;
    if (mine !== this.#called) await new Promise((resolve) => this.#waiting.set(mine, resolve));
    return mine;
  }
  leave() {
    this.#called++;
    const next = this.#waiting.get(this.#called);
    this.#waiting.delete(this.#called);
    next?.();
  }
}
const [tea, cake] = [new Counter(), new Counter()];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function buy(ms, first, second) {
  await sleep(ms);
  await first.stand();
  await sleep(2);
  await second.stand();
  await sleep(1);
  second.leave();
  first.leave();
}
await Promise.all([buy(1, tea, cake), buy(2, tea, cake), buy(400, cake, tea)]);
console.log('served');
