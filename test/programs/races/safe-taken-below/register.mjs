import { setTimeout as sleep } from 'node:timers/promises';

export class Register {
  #plots = [];

  async find(isIt) {
    await sleep(30);
    return this.#plots.find(isIt);
  }

  async insert(plot) {
    await sleep(30);
    this.#plots.push(plot);
  }

  numbers() {
    return this.#plots.map(({ number }) => number);
  }
}
