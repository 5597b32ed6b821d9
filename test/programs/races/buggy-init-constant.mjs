// expect: race.order.use-before-init 12,9
/** What is read goes to a constant that is used as an object. */
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const shops = new Map();
async function openShops() {
  await sleep(100);
  shops.set('north', { stock: 12 });
}
function stockOf(name) {
  const shop = shops.get(name);
  return shop.stock;
}

const asked = new EventEmitter();
asked.on('ask', (name) => {
  try {
    asked.emit('answer', stockOf(name));
  } catch {
    asked.emit('answer', -1);
  }
});
const opening = openShops();
setTimeout(() => asked.emit('ask', 'north'), 20);
await once(asked, 'answer');
await opening;
console.log(stockOf('north'));
