// expect: none exit 0
// A count of those inside with a limit: who was let in counts itself. In one order.
class Door {
  #inside = 0;
  #line = [];
  constructor(most) {
    this.most = most;
  }
  async enter() {
    if (this.#inside >= this.most) {
      await new Promise((resolve) => this.#line.push(resolve));
    }
    this.#inside++;
    return () => this.#leave();
  }
  #leave() {
    this.#inside--;
    this.#line.shift()?.();
  }
}
const [hall, vault] = [new Door(1), new Door(1)];
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
