// expect: nothing
// The mark is taken back in the step that hands out; what is waited for then is nobody's business. Who comes between has it made once more.
import { setTimeout as sleep } from 'node:timers/promises';

class PlateMaker {
  #making = new Map();
  #queue = [];

  print(job, done) {
    if (this.#making.get(job)) {
      this.#queue.push({ job, done });
      return;
    }
    this.#making.set(job, true);
    void this.#etch(job).then((plate) => {
      this.#making.set(job, false);
      done(plate);
      this.#queue.splice(0).forEach((one) => one.done(plate));
      return this.#file(plate);
    });
  }

  async #etch(job) {
    await sleep(50);
    return { job, no: job.length };
  }

  async #file(plate) {
    await sleep(100);
    plate.isFiled = true;
  }
}

const maker = new PlateMaker();
const given = [];
const ask = (who) => maker.print('cover', (plate) => given.push(`${who}:${plate.no}`));
ask('a');
setTimeout(ask, 25, 'b');
setTimeout(ask, 100, 'c');
setTimeout(ask, 220, 'd');
setTimeout(() => console.log(given.join(' ')), 300);
