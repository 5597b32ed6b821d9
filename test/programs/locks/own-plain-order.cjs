// expect: lock.order-inversion 25 exit 0
// Taken and given back in chains of callbacks that belong to no async function.
class Door {
  #taken = false;
  #line = [];
  enter() {
    if (!this.#taken) {
      this.#taken = true;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#line.push(resolve));
  }
  leave() {
    const next = this.#line.shift();
    if (next) next();
    else this.#taken = false;
  }
}

const [hall, vault] = [new Door(), new Door()];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
function both(first, second) {
  return first.enter().then(() =>
    sleep(2)
      .then(() => second.enter())
      .then(() => second.leave())
      .finally(() => first.leave()),
  );
}
setTimeout(both, 1, hall, vault);
setTimeout(both, 700, hall, vault);
setTimeout(both, 1400, vault, hall);
