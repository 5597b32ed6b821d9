// expect: race.atomicity 17,19
// A gauge is read and set by its accessors: one defect, told where it is made, and not a second time for what the accessors keep.
import { setTimeout as pause } from 'node:timers/promises';

class Gauge {
  _bar = 4;
  get bar() {
    return this._bar;
  }
  set bar(bar) {
    this._bar = bar;
  }
}

class Boiler extends Gauge {
  async heat(by) {
    const { bar } = this;
    await pause(2);
    this.bar = bar + by;
  }
}

const boiler = new Boiler();
await Promise.all([boiler.heat(1), boiler.heat(2)]);
console.log(boiler.bar > 4);
