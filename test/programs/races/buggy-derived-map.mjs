// expect: race.check-then-act 9,11
// A Map of its own kind, whose methods look and put something in by `this`.
import { setTimeout as delay } from 'node:timers/promises';

let opened = 0;

class Lines extends Map {
  async to(city) {
    if (!this.has(city)) {
      await delay(5);
      this.set(city, { id: ++opened });
    }
    return this.get(city);
  }
}

const lines = new Lines();
const got = await Promise.all([lines.to('oslo'), lines.to('oslo'), lines.to('rome')]);
console.log(got.length, opened);
