// expect: nothing
// The promise is put in before the wait.
import { setTimeout as delay } from 'node:timers/promises';

let opened = 0;

class Lines extends Map {
  to(city) {
    if (!this.has(city)) this.set(city, delay(5).then(() => ({ id: ++opened })));
    return this.get(city);
  }
}

const lines = new Lines();
const got = await Promise.all([lines.to('oslo'), lines.to('oslo'), lines.to('rome')]);
console.log(got.length, opened);
