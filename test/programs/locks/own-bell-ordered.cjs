// expect: none exit 0
// Who finds it taken looks again at each ring of a bell. In one order.
const { EventEmitter } = require('node:events');
class Door {
  #bell = new EventEmitter();
  #taken = false;
  enter() {
    return new Promise((resolve) => {
      const look = () => {
        if (this.#taken) return;
        this.#taken = true;
        this.#bell.off('free', look);
        resolve(() => this.#leave());
      };
      this.#bell.on('free', look);
      look();
    });
  }
  #leave() {
    this.#taken = false;
    setImmediate(() => this.#bell.emit('free'));
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
