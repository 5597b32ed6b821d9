// expect: race.atomicity 9,11
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

class Meter extends EventEmitter {
  kwh = 0;
  start() {
    this.on('pulse', async (n) => {
      const before = this.kwh;
      const factor = await this.tariff();
      this.kwh = before + n * factor;
      this.emit('updated', this.kwh);
    });
  }
  async tariff() {
    await delay(4);
    return 2;
  }
}

const meter = new Meter();
meter.start();
let updates = 0;
await new Promise((resolve) => {
  meter.on('updated', () => {
    if (++updates === 4) resolve();
  });
  for (const n of [1, 2, 3, 4]) meter.emit('pulse', n);
});
console.log('kwh', meter.kwh);
