// expect: nothing
// Helpers say whether it may be done, or throw where it may not: what is asked after the wait, or kept before it, is done once; and what was found stays found.
import { setTimeout as delay } from 'node:timers/promises';

const pay = async (guest) => {
  await delay(2 + guest.length);
  return `receipt of ${guest}`;
};

class Hotel {
  closed = false;
  #rooms = new Map();
  #paying = new Set();

  get guests() {
    return this.#rooms.size;
  }

  canBook(room) {
    return !this.closed && !this.#rooms.has(room) && !this.#paying.has(room);
  }

  async book(room, guest) {
    if (!this.canBook(room)) return null;
    this.#paying.add(room);
    try {
      const receipt = await pay(guest);
      this.#rooms.set(room, { guest, receipt });
      return receipt;
    } finally {
      this.#paying.delete(room);
    }
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
    this.assertAvailable(item, count);
    item.stock -= count;
  }
}

class Documents {
  #texts = new Map([['a', 'one']]);
  isOpen = true;

  #assertThere(id) {
    if (!this.isOpen) throw new Error('closed');
    if (!this.#texts.has(id)) throw new Error(`no ${id}`);
  }

  async write(id, text) {
    this.#assertThere(id);
    await pay(text);
    this.#texts.set(id, text);
  }

  read(id) {
    this.#assertThere(id);
    return this.#texts.get(id);
  }
}

const [hotel, shop, documents] = [new Hotel(), new Shop(), new Documents()];
await Promise.all([hotel.book(1, 'ann'), hotel.book(1, 'bob')]);
await Promise.allSettled([shop.buy('cup', 2), shop.buy('cup', 2)]);
await Promise.all([documents.write('a', 'two'), documents.write('a', 'three')]);
console.log(hotel.guests, shop.items.get('cup').stock, documents.read('a').length > 2);
