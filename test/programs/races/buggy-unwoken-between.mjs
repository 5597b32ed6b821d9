// expect: race.check-then-act 19,28
// Who asks for a plate while the proof of it is still being filed finds it in the making, and queues for what has been handed out.
import { setTimeout as sleep } from 'node:timers/promises';

class PlateMaker {
  #plates = new Map();
  #making = new Map();
  #queue = [];

  print(job, done) {
    const plate = this.#plates.get(job);
    if (plate) done(plate);
    else this.#make(job, done);
  }

  #make(job, done) {
    const waits = { job, done };
    const { length } = this.#queue;
    if (this.#making.get(job)) {
      this.#queue.push(waits);
      return length;
    }
    this.#making.set(job, true);
    return this.#etch(job).then((plate) => {
      const waiting = this.#queue.map((one) => one.done);
      done(plate);
      waiting.forEach((give) => give(plate));
      this.#queue.splice(0);
      return this.#file(plate).then(() => {
        this.#making.set(job, false);
        this.#plates.set(job, plate);
      });
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
