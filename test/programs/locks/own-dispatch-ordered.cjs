// expect: none exit 0
// Whoever asks stands in line and has a function look that lets in the next one, for the others, too. In one order.
class Door {
  #line = [];
  #taken = false;
  enter() {
    return new Promise((resolve) => {
      this.#line.push(resolve);
      this.#next();
    });
  }
  #next() {
    if (this.#taken || this.#line.length === 0) return;
    const letIn = this.#line.shift();
    this.#taken = true;
    letIn(() => {
      this.#taken = false;
      this.#next();
    });
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
