// expect: race.stale-compound 14 ; race.atomicity 23,21 ; race.check-then-act 30,29
// A kiln keeps by its own properties how hot each zone is, and the programs that it has read: what is written by a name that a variable holds belongs to one zone, or one program.
import { setTimeout as delay } from 'node:timers/promises';

const sensor = async (zone) => {
  await delay(zone.length);
  return zone.length;
};

class Kiln {
  top = 20;
  floor = 20;
  async warm(zone) {
    this[zone] += await sensor(zone);
    return this.mean();
  }
  mean() {
    return (this.top + this.floor) / 2;
  }
  async cool(zone, by) {
    const before = this[zone];
    await sensor(zone);
    this[zone] = before - by;
  }
}

class Programs {
  async of(name) {
    if (!this[`#${name}`]) {
      this[`#${name}`] = await this.read(name);
    }
    return this[`#${name}`];
  }
  async read(name) {
    await delay(3);
    return { name, steps: [600, 1060] };
  }
}

const kiln = new Kiln();
await Promise.all([kiln.warm('top'), kiln.warm('floor'), kiln.warm('top')]);
await Promise.all([kiln.cool('floor', 2), kiln.cool('floor', 3)]);
const programs = new Programs();
const [a, b] = await Promise.all([programs.of('glaze'), programs.of('glaze')]);
console.log(kiln.top, kiln.floor, kiln.mean(), a === b, a.steps.length);
