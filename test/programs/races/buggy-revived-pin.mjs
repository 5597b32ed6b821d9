// expect: race.order.last-write 19
// The new PIN, a text, comes when the card has been withdrawn, and is kept by a method that is given it.
import { setTimeout as pause } from 'node:timers/promises';

const bank = {
  async renew(pin) {
    await pause(20);
    return `${pin}1`;
  },
};

class Card {
  #pin = null;
  constructor(pin) {
    this.#keep(pin, 'given');
  }
  #keep(pin, why) {
    this.note = why;
    this.#pin = pin;
  }
  async renew() {
    const pin = await bank.renew(this.#pin);
    this.#keep(pin, 'renewed');
  }
  async revoke() {
    this.#pin = null;
    await pause(2);
  }
  get isValid() {
    return this.#pin !== null;
  }
}

const card = new Card('47');
const renewing = card.renew();
await card.revoke();
await renewing;
console.log(card.isValid);
