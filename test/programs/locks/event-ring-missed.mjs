// expect: hang.tla-unsettled 13 exit 13
// The kitchen has said that it cooks before the waiter listened; it waits for nobody, and nobody waits in a ring.
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const house = new EventEmitter();
async function cook() {
  house.emit('cooking', 'soup');
  await delay(1);
}
async function lay() {
  await delay(2);
  const [dish] = await once(house, 'cooking');
  house.emit('laid', dish);
}

await Promise.all([cook(), lay()]);
console.log('served');
