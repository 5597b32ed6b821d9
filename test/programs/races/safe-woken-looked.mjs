// expect: nothing
// Who is woken looks at what it got.
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const orders = [];
const bell = new EventEmitter();

async function cook(name) {
  for (let n = 0; n < 2;) {
    if (orders.length === 0) await once(bell, 'order');
    const order = orders.shift();
    if (order === undefined) continue;
    n++;
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
