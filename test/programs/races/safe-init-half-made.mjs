// expect: nothing
// What is made on demand is kept as the promise of all of it; a part that may be missing is asked for as such; and who comes when it is there uses it.
import { setTimeout as sleep } from 'node:timers/promises';

async function readTides(harbour) {
  await sleep(harbour.length);
  return new Map([['mon', 3.1], ['tue', 2.8]]);
}

class Almanac {
  async tide(harbour, day) {
    this.table ??= readTides(harbour).then((tides) => ({ harbour, asked: 0, tides }));
    const table = await this.table;
    table.asked++;
    return table.tides.get(day);
  }

  async moon(harbour, day) {
    if (!this.sky) {
      this.sky = { harbour };
      this.sky.moons = await readTides(harbour);
    }
    return this.sky.moons?.get(day);
  }
}

const almanac = new Almanac();
const tides = await Promise.allSettled(['mon', 'tue'].map((day) => almanac.tide('delfzijl', day)));
await Promise.all([almanac.moon('delfzijl', 'mon'), almanac.moon('delfzijl', 'tue')]);
console.log(tides.filter(({ status }) => status === 'fulfilled').length);
