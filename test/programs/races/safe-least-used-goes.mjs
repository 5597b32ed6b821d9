// expect: nothing
// Whoever needs room sends away a carriage that nobody rides in, chosen among those that are there at that moment; it may have been put to the end of the line while he waited.
import { setTimeout as delay } from 'node:timers/promises';

class Yard {
  #carriages = new Map();
  #left = [];

  async board(number) {
    for (;;) {
      const carriage = this.#carriages.get(number);
      if (carriage?.leaving) {
        await carriage.leaving;
        continue;
      }
      if (carriage) {
        carriage.riders++;
        this.#carriages.delete(number);
        this.#carriages.set(number, carriage);
        return carriage;
      }
      if (this.#carriages.size < 3) {
        const fresh = { number, riders: 1, leaving: null };
        this.#carriages.set(number, fresh);
        return fresh;
      }
      await this.#makeRoom();
    }
  }

  #makeRoom() {
    for (const carriage of this.#carriages.values()) {
      if (carriage.leaving) return carriage.leaving;
      if (carriage.riders === 0) return (carriage.leaving = this.#sendAway(carriage));
    }
    return new Promise((resolve) => this.#left.push(resolve));
  }

  async #sendAway(carriage) {
    await delay(2);
    this.#carriages.delete(carriage.number);
  }

  alight(carriage) {
    if (--carriage.riders === 0) for (const wake of this.#left.splice(0)) wake();
  }
}

const yard = new Yard();
let rides = 0;
await Promise.all(
  Array.from({ length: 6 }, async (_, rider) => {
    for (let ride = 0; ride < 8; ride++) {
      const carriage = await yard.board((rider * 2 + ride * 3) % 7);
      await delay(1 + ((rider + ride) % 4));
      rides++;
      yard.alight(carriage);
      if (ride % 3 === rider % 3) await delay(2);
    }
  }),
);
console.log(rides);
