// expect: lock.order-inversion 28,35,27 exit 0
// As own-enter-inside-ring.mjs, at different times, and nobody has to wait.
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
  const leaveRamp = await ramp.pass(); await wait(2);
  const leaveQuay = await quay.pass();
  leaveQuay();
  leaveRamp();
}
setTimeout(load, 1);
setTimeout(clear, 60);
