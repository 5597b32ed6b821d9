// expect: nothing
// What a list holds is seen in a sorted, reversed or flat copy of it, or from its end, in the step in which something is put there, or only to show it.
import { setTimeout as delay } from 'node:timers/promises';

class Kitchen {
  dishes = [];
  menus = [];
  knives = [];
  orders = [];
  served = [];

  async offer(dish) {
    await delay(3);
    const [best] = this.dishes.toSorted((a, b) => b.price - a.price);
    if (!best) this.dishes.push(dish);
    return best ?? dish;
  }

  async plan(menu) {
    if (this.menus.flat().length > 0) return;
    this.menus.push(menu);
    await delay(3);
  }

  async hang(knife) {
    const place = { kind: knife.kind };
    if (this.knives.findLastIndex(({ kind }) => kind === knife.kind) >= 0) throw new Error(`a ${knife.kind} hangs there`);
    this.knives.push(place);
    await delay(3);
    place.knife = knife;
  }

  async serve() {
    const orders = this.orders.toReversed();
    this.orders = [];
    await delay(4);
    this.served.push(...orders);
  }

  show() {
    return `${this.dishes.toSorted((a, b) => a.price - b.price).map(({ name }) => name)} ${this.knives.toReversed().length}`;
  }
}

const kitchen = new Kitchen();
await Promise.all([kitchen.offer({ name: 'soup', price: 4 }), kitchen.offer({ name: 'stew', price: 7 })]);
await Promise.all([kitchen.plan(['soup', 'cake']), kitchen.plan(['stew'])]);
await Promise.allSettled([kitchen.hang({ kind: 'bread' }), kitchen.hang({ kind: 'bread' })]);
kitchen.orders.push('tea');
const serving = kitchen.serve();
await delay(1);
kitchen.orders.push('cake');
await serving;
await kitchen.serve();
console.log(kitchen.show(), kitchen.menus.length, kitchen.served.length);
