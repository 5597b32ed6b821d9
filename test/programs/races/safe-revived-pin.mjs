// expect: nothing
// The new PIN comes when the card has been withdrawn, and is dropped: the card has counted that.
import { setTimeout as pause } from 'node:timers/promises';

const bank = {
  async renew(pin) {
    await pause(20);
    return `${pin}1`;
  },
};

class Card {
  #pin = null;
  #withdrawn = 0;
  constructor(pin) {
    this.#keep(pin, 'given');
  }
  #keep(pin, why) {
    this.note = why;
    this.#pin = pin;
  }
  async renew() {
    const withdrawn = this.#withdrawn;
    const pin = await bank.renew(this.#pin);
    if (withdrawn === this.#withdrawn) this.#keep(pin, 'renewed');
  }
  async revoke() {
    this.#withdrawn++;
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
