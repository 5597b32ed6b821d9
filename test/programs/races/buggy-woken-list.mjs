// expect: race.check-then-act 11,12
// Two cooks are woken by one order; the second one takes from an empty list.
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const orders = [];
const bell = new EventEmitter();

async function cook(name) {
  for (let n = 0; n < 2; n++) {
    if (orders.length === 0) await once(bell, 'order');
    const order = orders.shift();
    console.log(name, order.dish);
    await delay(4);
  }
}

async function waiter() {
  for (const dish of ['soup', 'fish', 'rice', 'cake']) {
    await delay(20);
    orders.push({ dish });
    bell.emit('order');
  }
}

await Promise.allSettled([cook('ann'), cook('ben'), waiter()]);
