// Orders: placed, paid, and sometimes refunded.

export class Orders {
  #catalog;
  #pricing;
  #payments;
  #journal;
  #warehouse;
  #orders = new Map();
  #nextId = 1;

  constructor(catalog, pricing, payments, journal, warehouse) {
    this.#catalog = catalog;
    this.#pricing = pricing;
    this.#payments = payments;
    this.#journal = journal;
    this.#warehouse = warehouse;
  }

  /** Undefined when there is not enough on the shelf. */
  async place(customer, sku, quantity) {
    const item = this.#catalog.find(sku);
    const left = item.stock - quantity;
    if (left < 0) return undefined;
    const cents = await this.#pricing.quote(item.cents, quantity);
    const payment = await this.#payments.charge(customer, cents);
    item.stock = left;
    const order = { id: this.#nextId++, sku, quantity, payment, status: 'paid' };
    this.#orders.set(order.id, order);
    await this.#catalog.save();
    return order;
  }

  /** Undefined when there is no such order, or it has been refunded already. */
  async refund(id) {
    const order = this.#orders.get(id);
    if (order?.status !== 'paid') return undefined;
    order.status = 'refunding';
    try {
      return await this.#journal.lock.runExclusive(async () => {
        const refund = await this.#payments.refund(order.payment);
        await this.#journal.write('refund', { order: id, receipt: refund.receipt });
        await this.#warehouse.takeBack(order.sku, order.quantity);
        order.status = 'refunded';
        return refund;
      });
    } catch (error) {
      order.status = 'paid';
      throw error;
    }
  }

  /** Pieces of a product that are with customers. */
  sold(sku) {
    let pieces = 0;
    for (const order of this.#orders.values()) {
      if (order.sku === sku && order.status === 'paid') pieces += order.quantity;
    }
    return pieces;
  }
}
