// expect: none exit 0
// What was waited for is made into the function that gives it back. In one order.
class Door {
  #places = 1;
  #line = [];
  #turn() {
    if (this.#places > 0) {
      this.#places--;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.#line.push(resolve));
  }
  #leave() {
    const next = this.#line.shift();
    if (next) next();
    else this.#places++;
  }
  enter() {
    return this.#turn().then(() => () => this.#leave());
  }
}
const [hall, vault] = [new Door(), new Door()];
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
async function both(first, second) {
  const leaveFirst = await first.enter();
  await sleep(2);
  const leaveSecond = await second.enter();
  leaveSecond();
  leaveFirst();
}
async function visit(ms, first, second) {
  await sleep(ms);
  await both(first, second);
}
visit(1, hall, vault);
visit(1, hall, vault);
visit(800, hall, vault);
visit(800, hall, vault);
