// expect: race.atomicity 19,16
// A postman goes through his bag, stop by stop. The next round begins before he is through, with the same bag.
import { setTimeout as wait } from 'node:timers/promises';

class Postman {
  #bag;
  rung = 0;

  constructor(bag) {
    this.#bag = bag;
  }

  get left() { return this.#bag.length; }

  async round() {
    for (const letter of this.#bag) {
      await this.#ring(letter);
    }
    this.#bag = [];
  }

  async #ring(letter) {
    await wait(20);
    this.rung += letter.length > 0 ? 1 : 0;
  }
}

const postman = new Postman(['bill', 'card']);
const rounds = setInterval(() => postman.round(), 12);
await wait(60);
clearInterval(rounds);
await wait(80);
console.log(postman.rung >= 2, postman.left);
