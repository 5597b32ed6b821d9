// expect: nothing
// A gauge is read and set by its accessors: who sets it reads it in the same step.
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
    await pause(2);
    this.bar += by;
  }
}

const boiler = new Boiler();
await Promise.all([boiler.heat(1), boiler.heat(2)]);
console.log(boiler.bar > 4);
