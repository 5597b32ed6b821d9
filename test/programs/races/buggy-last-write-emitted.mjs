// expect: race.order.last-write 16
// One emitter tells two things in one step, of which the second counts. The answer to the first is there later.
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const shop = new EventEmitter();
const sign = { price: 0 };
async function convert({ euros, bank }) {
  await delay(bank);
  return { cents: euros * 100 };
}
const shown = () => console.log(sign.price > 0);
let left = 2;
shop.on('price', async (offer) => {
  const { cents } = await convert(offer);
  sign.price = cents;
  if (--left === 0) shown();
});
for (const offer of JSON.parse('[{ "euros": 4, "bank": 40 }, { "euros": 3, "bank": 4 }]')) shop.emit('price', offer);
