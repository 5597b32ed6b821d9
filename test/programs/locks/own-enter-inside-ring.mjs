// expect: deadlock.actual 29,35,28 exit 13
// The function that lets somebody in is made in the executor, for whoever comes at once and for the line.
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
      if (this.#taken) this.#line.push(enter);
      else enter();
    });
  }

  #leave() {
    this.#taken = false;
    this.#line.shift()?.();
  }
}

const [quay, ramp] = [new Gate(), new Gate()];
async function load() {
  const leaveQuay = await quay.pass(); await wait(10);
  const leaveRamp = await ramp.pass();
  leaveRamp();
  leaveQuay();
}
async function clear() {
  const leaveRamp = await ramp.pass(); await wait(10);
  const leaveQuay = await quay.pass();
  leaveQuay();
  leaveRamp();
}
await Promise.all([load(), clear()]);
