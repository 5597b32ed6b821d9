// expect: nothing
// The rows of a table are taken out before they are written, or looked at again before they are thrown away.
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

  #forget(steps) {
    for (const step of steps) this.#steps.delete(step);
  }

  save(write) {
    const all = this.#all();
    return write(all).then(() => this.#forget(all.steps));
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
const end = reporter.end(write);
setTimeout(work, 6, 4);
await end;
console.log(written.length);
