// expect: race.atomicity 16,20
// What is taken down here is meant to be the gardener's own, and all beds have one nail for it: who comes back first takes what another one has hung there since.
import { setTimeout as sleep } from 'node:timers/promises';

class Garden {
  nail = null;
  rung = [];

  async tend(name, ms) {
    await this.#hang(name);
    await sleep(ms);
    this.#takeDown();
  }

  async #hang(name) {
    this.nail = { name };
  }

  #takeDown() {
    const { nail } = this;
    this.nail = null;
    this.rung.push(String(nail?.name));
  }
}

const garden = new Garden();
await Promise.all([garden.tend('roses', 9), sleep(2).then(() => garden.tend('beans', 3)), sleep(4).then(() => garden.tend('mint', 9))]);
console.log(garden.rung.join());
