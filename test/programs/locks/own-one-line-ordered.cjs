// expect: none exit 0
// The same, always in one order.
const { EventEmitter, once } = require('node:events');
class Door extends EventEmitter {
  #taken = false;
  async enter() {
    while (this.#taken) await once(this, 'left'); this.#taken = true;
    return () => this.#leave();
  }
  #leave() {
    this.#taken = false;
    this.emit('left');
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
visit(1200, hall, vault);
