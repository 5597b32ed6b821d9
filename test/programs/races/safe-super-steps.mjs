// expect: nothing
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
  // Carried over, weighed, and written down in one step.
  async pour(grams) {
    await pause(grams);
    await super.weigh();
    // A cell was filled.
    this.grams += grams;
  }

  close() {
    // Two find it open, and wait for the same.
    this.closing ??= super.close();
    return this.closing;
  }
}

const hive = new Hive();
await Promise.all([hive.pour(3), hive.pour(5), hive.close(), hive.close()]);
console.log(hive.grams > 0, hive.lid);
