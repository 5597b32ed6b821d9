// expect: race.check-then-act 25,19 ; race.check-then-act 41,34 ; race.check-then-act 59,53
// Helpers say whether it may be done, or throw where it may not; two calls have asked before either has done it.
import { setTimeout as delay } from 'node:timers/promises';

const pay = async (guest) => {
  await delay(2 + guest.length);
  return `receipt of ${guest}`;
};

class Hotel {
  closed = false;
  #rooms = new Map();

  get guests() {
    return this.#rooms.size;
  }

  canBook(room) {
    return !this.closed && !this.#rooms.has(room);
  }

  async book(room, guest) {
    if (!this.canBook(room)) return null;
    const receipt = await pay(guest);
    this.#rooms.set(room, { guest, receipt });
    return receipt;
  }
}

class Shop {
  items = new Map([['cup', { sku: 'cup', stock: 3 }]]);

  assertAvailable(item, count) {
    if (item.stock < count) throw new Error(`${item.sku} is sold out`);
  }

  async buy(sku, count) {
    const item = this.items.get(sku);
    this.assertAvailable(item, count);
    await pay(sku);
    item.stock -= count;
  }
}

class Names {
  #taken = new Set();

  get size() {
    return this.#taken.size;
  }

  async #ensureFree(name) {
    if (this.#taken.has(name)) throw new Error('taken');
  }

  async claim(name) {
    await this.#ensureFree(name);
    await pay(name);
    this.#taken.add(name);
  }
}

const [hotel, shop, names] = [new Hotel(), new Shop(), new Names()];
await Promise.all([hotel.book(1, 'ann'), hotel.book(1, 'bob')]);
await Promise.allSettled([shop.buy('cup', 2), shop.buy('cup', 2)]);
await Promise.allSettled([names.claim('ann'), names.claim('ann')]);
console.log(hotel.guests, shop.items.get('cup').stock, names.size);
