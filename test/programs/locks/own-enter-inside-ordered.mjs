// expect: none exit 0
// As own-enter-inside-order.mjs, and both take the quay first.
import { setTimeout as wait } from 'node:timers/promises';

class Gate {
  #taken = false;
  #line = [];

  pass() {
    return new Promise((resolve) => {
      const enter = () => {
        this.#taken = true;
        resolve(() => this.#leave());
      };
      this.#taken ? this.#line.push(enter) : enter();
    });
  }

  #leave() {
    this.#taken = false;
    this.#line.shift()?.();
  }
}

const [quay, ramp] = [new Gate(), new Gate()];
async function load() {
  const leaveQuay = await quay.pass(); await wait(2);
  const leaveRamp = await ramp.pass();
  leaveRamp();
  leaveQuay();
}
async function clear() {
  // The ramp is narrow.
  const leaveQuay = await quay.pass(); await wait(2);
  const leaveRamp = await ramp.pass();
  leaveQuay();
  leaveRamp();
}
setTimeout(load, 1);
setTimeout(clear, 60);
