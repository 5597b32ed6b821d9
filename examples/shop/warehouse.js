// Goods that come in: deliveries, and what customers send back.
import { Mutex } from 'async-mutex';

export class Warehouse {
  /** Held while goods are moved on the shelves. */
  shelves = new Mutex();
  #catalog;
  #journal;
  #delivered = new Map();

  constructor(catalog, journal) {
    this.#catalog = catalog;
    this.#journal = journal;
  }

  async receive(sku, quantity) {
    const item = this.#catalog.find(sku);
    if (!item) return undefined;
    return this.shelves.runExclusive(async () => {
      item.stock += quantity;
      this.#delivered.set(sku, this.delivered(sku) + quantity);
      await this.#journal.lock.runExclusive(() => this.#journal.write('delivery', { sku, quantity }));
      await this.#catalog.save();
      return { sku, stock: item.stock };
    });
  }

  async takeBack(sku, quantity) {
    await this.shelves.runExclusive(async () => {
      this.#catalog.find(sku).stock += quantity;
      await this.#catalog.save();
    });
  }

  delivered(sku) {
    return this.#delivered.get(sku) ?? 0;
  }
}
