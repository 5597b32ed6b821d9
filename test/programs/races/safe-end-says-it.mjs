// expect: nothing
// Parcels come in by a belt. Who refuses one lets the belt run out and notes that nothing is on its way any more; the end of the belt says the same, in the step that ends the wait.
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';

class Delivery {
  constructor(belt) {
    this.belt = belt;
    this.isComing = true;
    this.taken = 0;
    belt.on('end', () => {
      this.isComing = false;
    });
  }
  async runOut() {
    if (this.isComing) {
      await new Promise((resolve) => {
        this.belt.once('end', resolve);
        this.belt.resume();
      });
      this.isComing = false;
    }
  }
  async take(limit) {
    let weight = 0;
    for await (const parcel of this.belt.iterator({ destroyOnReturn: false })) {
      weight += parcel.length;
      if (weight > limit) break;
      this.taken++;
    }
    await this.runOut();
    return this.taken;
  }
}

async function deliver(parcels, limit) {
  const belt = new PassThrough({ objectMode: true });
  const delivery = new Delivery(belt);
  const taking = delivery.take(limit);
  for (const parcel of parcels) {
    belt.write(parcel);
    await delay(1);
  }
  belt.end();
  return `${await taking} ${delivery.isComing}`;
}

console.log(await Promise.all([deliver(['aa', 'bbb', 'cccc', 'd'], 6), deliver(['x', 'y'], 9)]));
