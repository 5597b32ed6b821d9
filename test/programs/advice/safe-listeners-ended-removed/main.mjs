// expect: nothing
// never: listener.leak
// Each parcel follows the price of fuel until it is priced.
import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const market = new EventEmitter();

async function priceOf(parcel) {
  let fuel = 1.5;
  const follow = (euros) => {
    fuel = euros;
  };
  market.on('fuel', follow);
  try {
    await pause(3);
    return parcel.weight * fuel;
  } finally {
    market.off('fuel', follow);
  }
}

for (const euros of [1.4, 1.6, 1.5, 1.7]) {
  const van = Array.from({ length: 14 }, (_, weight) => priceOf({ weight }));
  market.emit('fuel', euros);
  console.log((await Promise.all(van)).length);
}
