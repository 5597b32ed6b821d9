// expect: nothing
// A captain sends orders to boats. How far most of them have come is worked out anew with each answer, from what is known of all by then.
import { setTimeout as delay } from 'node:timers/promises';

class Boat {
  orders = [];
  confirmed = 0;

  constructor(id) {
    this.id = id;
  }

  async take({ from, orders, confirmed }) {
    await delay(1 + (this.id % 2));
    if (from === this.orders.length) this.orders.push(...orders);
    this.confirmed = Math.max(this.confirmed, Math.min(confirmed, this.orders.length));
    return this.orders.length;
  }
}

class Messenger {
  #running = null;
  matched = 0;

  constructor(captain, boat) {
    this.captain = captain;
    this.boat = boat;
  }

  kick() {
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #run() {
    const { captain } = this;
    while ((this.matched < captain.orders.length || this.boat.confirmed < captain.confirmed)) {
      const orders = captain.orders.slice(this.matched, this.matched + 4);
      this.matched = await this.boat.take({ from: this.matched, orders, confirmed: captain.confirmed });
      captain.advance();
    }
  }
}

class Captain {
  orders = [];
  confirmed = 0;
  #waiters = [];

  constructor(boats) {
    this.messengers = boats.map((boat) => new Messenger(this, boat));
  }

  give(command) {
    this.orders.push(command);
    const index = this.orders.length;
    const done = new Promise((resolve) => this.#waiters.push({ index, resolve }));
    for (const messenger of this.messengers) void messenger.kick();
    return done;
  }

  advance() {
    const reached = [this.orders.length, ...this.messengers.map((messenger) => messenger.matched)].sort((a, b) => b - a);
    const most = reached[Math.floor(reached.length / 2)];
    if (most <= this.confirmed) return;
    this.confirmed = most;
    while (this.#waiters.length > 0 && this.#waiters[0].index <= this.confirmed) this.#waiters.shift().resolve(this.confirmed);
  }
}

const boats = [1, 2, 3, 4].map((id) => new Boat(id));
const captain = new Captain(boats);
async function mate(name, n) {
  for (let i = 0; i < n; i++) {
    await captain.give(`${name}${i}`);
    await delay(i % 3);
  }
}
await Promise.all([mate('x', 8), mate('y', 8), mate('z', 6)]);
console.log(captain.confirmed);
