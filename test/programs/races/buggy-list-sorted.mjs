// expect: race.check-then-act 14,16 ; race.check-then-act 20,22 ; race.check-then-act 26,28 ; race.atomicity 33,34
// What a list holds is seen in a sorted, reversed or flat copy of it, or from its end, and put there after a wait.
import { setTimeout as delay } from 'node:timers/promises';

class Kitchen {
  dishes = [];
  menus = [];
  knives = [];
  orders = [];
  served = [];

  /** One dish of the day: the dearest. */
  async offer(dish) {
    const [best] = this.dishes.toSorted((a, b) => b.price - a.price);
    if (best) return best;
    await delay(3).then(() => this.dishes.push(dish));
    return dish;
  }
  async plan(menu) {
    if (this.menus.flat().length > 0) return;
    await delay(3);
    this.menus.push(menu);
  }

  async hang(knife) {
    if (this.knives.findLastIndex(({ kind }) => kind === knife.kind) >= 0) throw new Error(`a ${knife.kind} hangs there`);
    await delay(3);
    this.knives.push(knife);
  }

  async serve() {
    // What is ordered meanwhile is not served, and gone.
    await this.#carry(this.orders.toReversed());
    this.orders = [];
  }

  async #carry(orders) {
    await delay(4);
    this.served.push(...orders);
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
console.log(kitchen.dishes.length, kitchen.menus.length, kitchen.knives.length, kitchen.served.length);
