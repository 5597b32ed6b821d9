// expect: race.atomicity meter.mjs:16,meter.mjs:10 ; race.atomicity main.mjs:18,main.mjs:14
// The rows of a table are written, and thrown away when that is done, by functions of the table: those that came meanwhile were never written.
import { setTimeout as delay } from 'node:timers/promises';
import { makeReporter, written } from './reporter.mjs';
import * as meter from './meter.mjs';

class Trail {
  #steps = new Set();
  add(step) {
    this.#steps.add(step);
  }

  #all() {
    return { steps: Array.from(this.#steps), at: 1 };
  }

  #forget() {
    this.#steps.clear();
  }

  save(write) {
    const all = this.#all();
    return write(all).then(() => this.#forget());
  }
}

const reporter = makeReporter(meter);
const trail = new Trail();
const write = (what) => delay(20, what);
const work = (n) => {
  meter.measure(`job ${n % 2}`, n);
  trail.add(n);
};
work(1);
const jobs = [reporter.report(write), trail.save(write)];
setTimeout(work, 6, 2);
await Promise.all(jobs);
work(3);
await reporter.report(write);
console.log(written.length);
