// expect: deadlock.actual 8,14,10 exit 13
// The kitchen begins when the tables are laid, the waiters lay them when the kitchen has begun.
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const house = new EventEmitter();
async function cook() {
  await once(house, 'laid');
  await delay(1);
  house.emit('cooking', 'soup');
}
async function lay() {
  await delay(2);
  const [dish] = await once(house, 'cooking');
  house.emit('laid', dish);
}

await Promise.all([cook(), lay()]);
console.log('served');
