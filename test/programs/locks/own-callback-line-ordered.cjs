// expect: none exit 0
// A lock in callback style with a promise around it. In one order.
class Door {
  #line = [];
  #taken = false;
  open(callback) {
    if (this.#taken) {
      this.#line.push(callback);
      return;
    }
    this.#taken = true;
    callback(() => this.#leave());
  }
  #leave() {
    const next = this.#line.shift();
    if (next) next(() => this.#leave());
    else this.#taken = false;
  }
  enter() {
    return new Promise((resolve) => this.open(resolve));
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
