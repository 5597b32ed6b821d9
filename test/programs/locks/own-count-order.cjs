// expect: lock.order-inversion 22 exit 0
// A counter of one place: nobody had to wait, but each one who left found none left.
class Door {
  #places = 1;
  #line = [];
  async enter() {
    if (this.#places > 0) this.#places--;
    else await new Promise((resolve) => this.#line.push(resolve));
    return () => this.#leave();
  }
  #leave() {
    const next = this.#line.shift();
    if (next) next();
    else this.#places++;
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
visit(1200, vault, hall);
