// expect: listener.leak main.mjs:13
// Each tour leaves a listener, and the last one goes on for two turns of the loop before the program ends.
import { setTimeout as pause } from 'node:timers/promises';

process.setMaxListeners(50);
let places = 0;

class Tour {
  #seen = [];

  constructor(town) {
    this.town = town;
    process.on('exit', () => this.#seen.splice(0));
  }

  async visit(sights) {
    for (const sight of sights) {
      await pause(20);
      this.#seen.push(`${this.town}: ${sight}`);
    }
    places += this.#seen.length;
  }
}

for (let i = 0; i < 15; i++) await new Tour(`town ${i}`).visit(['church', 'bridge']);
console.log(places);
