// expect: nothing
// One exchange for all who come meanwhile, one after the other, a second look by whoever was turned away, and failures that have nothing to do with another one.
import { setTimeout as delay } from 'node:timers/promises';

class Desk {
  #valid = 1;
  isOpen = true;

  async replace(card, ms) {
    if (!this.isOpen || card !== `card ${this.#valid}`) throw new Error(`${card} is not valid`);
    this.#valid++;
    await delay(ms);
    return { card: `card ${this.#valid}`, name: 'Iris' };
  }
}

// All share one visit.
class Family {
  #wallet = { card: 'card 1' };
  #visit = null;
  constructor(desk) {
    this.desk = desk;
  }
  async #show() {
    const next = await this.desk.replace(this.#wallet.card, 4);
    this.#wallet.card = next.card;
  }
  show() {
    this.#visit ??= this.#show().finally(() => {
      this.#visit = null;
    });
    return this.#visit;
  }
}

// One after the other.
class Queue {
  #wallet = { card: 'card 1' };
  #last = Promise.resolve();
  constructor(desk) {
    this.desk = desk;
  }
  async #show() {
    const next = await this.desk.replace(this.#wallet.card, 4);
    this.#wallet.card = next.card;
  }
  show() {
    this.#last = this.#last.then(() => this.#show());
    return this.#last;
  }
}

// Who is turned away looks whether there is another card by now.
class Patient {
  #wallet = { card: 'card 1' };
  constructor(desk) {
    this.desk = desk;
  }
  async #show() {
    const next = await this.desk.replace(this.#wallet.card, 4);
    this.#wallet.card = next.card;
  }
  async show() {
    const before = this.#wallet.card;
    try {
      await this.#show();
    } catch (error) {
      await delay(10);
      if (this.#wallet.card === before) throw error;
    }
  }
}

// The desk is closed when the first one comes.
class Early {
  #wallet = { card: 'card 1' };
  constructor(desk) {
    this.desk = desk;
  }
  async show() {
    const next = await this.desk.replace(this.#wallet.card, 4);
    this.#wallet.card = next.card;
  }
}

const people = [new Family(new Desk()), new Queue(new Desk()), new Patient(new Desk())];
await Promise.all(people.flatMap((one) => [one.show(), one.show(), one.show()]));
const early = new Early(new Desk());
early.desk.isOpen = false;
await early.show().catch(() => undefined);
early.desk.isOpen = true;
await early.show();
await early.show();
console.log('all have a card');
