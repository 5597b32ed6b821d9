export class CartRepository {
  constructor(store) {
    this.store = store;
  }
  async load(id) {
    return (await this.store.read(`cart:${id}`)) ?? { id, items: [] };
  }
  async save(cart) {
    await this.store.write(`cart:${cart.id}`, cart);
  }
}
