// expect: nothing
// Each gardener hangs a bell of his own at his bed and sleeps. Whoever has done a bit rings at all beds and takes down the bells that hang there by then; nobody puts anything of his own there for that.
import { setTimeout as sleep } from 'node:timers/promises';

class Garden {
  wanted = 0;
  isClosing = false;
  beds = ['roses', 'beans', 'mint'].map((name, i) => ({ name, ms: 2 + i, done: 0, bell: null }));

  open() {
    this.work = Promise.all(this.beds.map((bed) => this.tend(bed)));
  }

  ringAll() {
    for (const bed of this.beds) {
      const { bell } = bed;
      bed.bell = null;
      bell?.();
    }
  }

  async tend(bed) {
    for (;;) {
      while (bed.done === this.wanted) {
        if (this.isClosing) return;
        await new Promise((resolve) => {
          bed.bell = resolve;
        });
      }
      await sleep(bed.ms);
      bed.done++;
      this.ringAll();
    }
  }

  order() {
    this.wanted++;
    this.ringAll();
  }

  async close() {
    this.isClosing = true;
    this.ringAll();
    await this.work;
  }
}

const garden = new Garden();
garden.open();
const visitors = [1, 2, 4, 7].map(async (ms) => {
  for (let i = 0; i < 3; i++) {
    await sleep(ms + i);
    garden.order();
  }
});
await Promise.all(visitors);
await garden.close();
console.log(garden.beds.map(({ done }) => done).join());
