// expect: nothing
// A postman goes through his bag, stop by stop. A round that finds him under way is left out.
import { setTimeout as wait } from 'node:timers/promises';

class Postman {
  #bag;
  #isOut = false;
  rung = 0;

  constructor(bag) {
    this.#bag = bag;
  }

  get left() { return this.#bag.length; }

  async round() {
    if (this.#isOut) return;
    this.#isOut = true;
    for (const letter of this.#bag) {
      await this.#ring(letter);
    }
    this.#bag = [];
    this.#isOut = false;
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
