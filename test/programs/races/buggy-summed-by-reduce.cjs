// expect: race.check-then-act 14
const { setTimeout: delay } = require('node:timers/promises');

const LIMIT_KG = 100;

class Truck {
  pallets = [{ id: 'p1', weight: 40 }, { id: 'p2', weight: 30 }];

  async stack(id, weight) {
    const loaded = this.pallets.reduce((sum, { weight }) => sum + weight, 0);
    if (loaded + weight > LIMIT_KG) return 'too heavy';
    await delay(20);
    const pallet = this.pallets.find((one) => one.id === id);
    pallet.weight += weight;
    return 'stacked';
  }
}

const truck = new Truck();
Promise.all([truck.stack('p1', 25), truck.stack('p1', 25)]).then((done) => console.log(done.join(), truck.pallets.length));
