// expect: nothing
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

// A card is given its first points when its opening has been noted, where nobody has begun one meanwhile.
const shop = new EventEmitter();
const points = new Map();

async function open({ card }) {
  await sleep(6);
  console.log('opened', card);
  if (!points.has(card)) points.set(card, 0);
}
shop.on('open', open);

shop.on('buy', async ({ card, cents }) => {
  await sleep(1);
  const before = points.get(card) ?? 0;
  points.set(card, before + cents / 10);
});

shop.emit('open', { card: 'c-7' });
shop.emit('buy', { card: 'c-7', cents: 450 });
await sleep(20);
console.log(points.get('c-7'));
