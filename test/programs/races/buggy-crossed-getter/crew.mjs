import { setTimeout as pause } from 'node:timers/promises';

class Carrier {
  constructor(name) {
    this.name = name;
    this.kilos = 0;
  }
  async lift(kilos) {
    await pause(15 + kilos);
    this.kilos += kilos;
  }
}

export class Crew {
  #limit;
  #carriers;

  constructor(limit, names) {
    this.#limit = limit;
    this.#carriers = names.map((name) => new Carrier(name));
  }

  get carrying() {
    return this.#carriers.reduce((sum, carrier) => sum + carrier.kilos, 0);
  }

  async take(name, kilos) {
    if (this.carrying + kilos > this.#limit) return false;
    await this.#carriers.find((carrier) => carrier.name === name).lift(kilos);
    return true;
  }
}
