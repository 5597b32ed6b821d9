// expect: nothing
// The kiln of buggy-own-entries.mjs asks first and adds then, in turn where it goes by what it has read, and keeps the promise of each program that is read.
import { setTimeout as delay } from 'node:timers/promises';

const sensor = async (zone) => {
  await delay(zone.length);
  return zone.length;
};

class Kiln {
  top = 20;
  floor = 20;
  #turns = {};
  constructor(...others) {
    for (const zone of others) this[zone] = 20;
  }
  async warm(zone) {
    const before = this[zone];
    const by = await sensor(zone);
    this[zone] += by;
    return { before, mean: this.mean() };
  }
  mean() {
    return (this.top + this.floor) / 2;
  }
  cool(zone, by) {
    const turn = (this.#turns[zone] ?? Promise.resolve()).then(async () => {
      const before = this[zone];
      await sensor(zone);
      this[zone] = before - by;
    });
    this.#turns[zone] = turn;
    return turn;
  }
  async set(values) {
    await sensor('all');
    for (const [zone, value] of Object.entries(values)) this[zone] = value;
  }
}

class Programs {
  of(name) {
    this[`#${name}`] ??= this.read(name);
    return this[`#${name}`];
  }
  async read(name) {
    await delay(3);
    return { name, steps: [600, 1060] };
  }
}

const kiln = new Kiln('door');
await Promise.all([kiln.warm('top'), kiln.warm('floor'), kiln.warm('top'), kiln.warm('door')]);
await Promise.all([kiln.cool('floor', 2), kiln.cool('floor', 3), kiln.cool('top', 1)]);
await Promise.all([kiln.set({ top: 30 }), kiln.set({ floor: 31 })]);
const programs = new Programs();
const [a, b] = await Promise.all([programs.of('glaze'), programs.of('glaze')]);
console.log(kiln.top, kiln.floor, kiln.mean(), a === b, a.steps.length);
