// expect: race.atomicity 17,13 ; race.atomicity 41,39
// The kiln is fired by one at a time, but what is broken is taken off its count by whoever finds it, in whatever state it is. Its counts are read when it is lit, and stored before it is cold again.
import { setTimeout as fire } from 'node:timers/promises';

class Kiln {
  #state = 'cold';
  #fired = 0;
  #glaze = new Map([['blue', { state: 'full', used: 0 }]]);

  async bake(pots) {
    if (this.#state !== 'cold') return false;
    this.#state = 'heating';
    const before = this.#fired;
    await fire(15);
    this.#state = 'baking';
    await fire(15);
    this.#fired = before + pots;
    this.#state = 'cold';
    return true;
  }

  async dip(colour, pots) {
    const pot = this.#glaze.get(colour);
    switch (pot.state) {
      case 'full': {
        pot.state = 'in use';
        const { used } = pot;
        await fire(10);
        pot.used = used + pots;
        pot.state = 'full';
        return pot.used;
      }
      default:
        return 0;
    }
  }

  async sort(broken) {
    const before = this.#fired;
    await fire(10);
    this.#fired = before - broken;
  }

  async watch() {
    await fire(5);
    return `${this.#fired} ${this.#glaze.get('blue').used}`;
  }
}

const kiln = new Kiln();
const first = [kiln.bake(3), kiln.bake(4), kiln.dip('blue', 2)];
setTimeout(() => kiln.bake(5).then((done) => console.log(done)), 200);
setTimeout(() => kiln.dip('blue', 1).then((used) => console.log(used)), 200);
setTimeout(() => kiln.sort(1), 215);
console.log(await Promise.all(first), await kiln.watch());
await fire(400);
console.log(await kiln.watch());
