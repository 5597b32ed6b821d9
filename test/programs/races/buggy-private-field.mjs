// expect: race.atomicity 9,11
import { setTimeout as delay } from 'node:timers/promises';

class Wallet {
  #cents = 0;
  #log = [];

  async deposit(cents) {
    const before = this.#cents;
    await delay(2);
    this.#cents = before + cents;
    this.#log.push(cents);
  }
  get cents() {
    return this.#cents;
  }
}

const wallet = new Wallet();
await Promise.all([wallet.deposit(5), wallet.deposit(7)]);
console.log(wallet.cents);
