// expect: race.atomicity 10,26; race.check-then-act 31,13
// A hive weighs its honey by what the class above it has, in one file.
import { setTimeout as pause } from 'node:timers/promises';

class Store {
  grams = 0;
  lid = null;
  async weigh() {
    await pause(1);
    return this.grams;
  }
  async close() {
    this.lid = await this.make();
  }
  async make() {
    await pause(2);
    return {};
  }
}

class Hive extends Store {
  // Weighed, carried over, and only then written down.
  async pour(grams) {
    const before = await super.weigh();
    await pause(grams);
    // A cell was filled.
    this.grams = before + grams;
  }

  async close() {
    // Two find it open.
    if (this.lid !== null) return;
    await super.close();
  }
}

const hive = new Hive();
await Promise.all([hive.pour(3), hive.pour(5), hive.close(), hive.close()]);
console.log(hive.grams > 0, hive.lid);
