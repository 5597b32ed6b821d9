// expect: nothing
/** The constant is tested before it is used. */
import { EventEmitter, once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const shops = new Map();
async function openShops() {
  await sleep(100);
  shops.set('north', { stock: 12 });
}
function stockOf(name) {
  const shop = shops.get(name);
  if (shop === undefined) return 0;
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
