// expect: race.order.use-before-init 17,14
// What is made on demand is there before all of it is: the second of two calls at one time takes it for ready.
import { setTimeout as sleep } from 'node:timers/promises';

async function readTides(harbour) {
  await sleep(harbour.length);
  return new Map([['mon', 3.1], ['tue', 2.8]]);
}

class Almanac {
  async tide(harbour, day) {
    if (!this.table) {
      this.table = { harbour, asked: 0 };
      this.table.tides = await readTides(harbour);
    }
    this.table.asked++;
    return this.table.tides.get(day);
  }
}

const almanac = new Almanac();
const tides = await Promise.allSettled(['mon', 'tue'].map((day) => almanac.tide('delfzijl', day)));
console.log(tides.filter(({ status }) => status === 'fulfilled').length);
