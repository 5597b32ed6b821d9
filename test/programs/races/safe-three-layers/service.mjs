import { setTimeout as sleep } from 'node:timers/promises';
export class CartService {
  constructor(repository, prices) {
    this.repository = repository;
    this.prices = prices;
  }
  async add(id, sku) {
    const cart = await this.repository.load(id);
    const price = await this.prices(sku);
    await this.repository.save({ ...cart, items: [...cart.items, { sku, price }] });
  }
  async count(id) {
    return (await this.repository.load(id)).items.length;
  }
}
export async function priceOf(sku) {
  await sleep(sku.length);
  return sku.length * 10;
}
