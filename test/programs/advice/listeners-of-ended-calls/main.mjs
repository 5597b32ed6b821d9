// expect: listener.leak main.mjs:19
// Each parcel follows the price of fuel until it is priced, and goes on following it for ever. They come in vans.
import { EventEmitter } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

class Market extends EventEmitter {
  #fuel = 1.5;
  get fuel() {
    return this.#fuel;
  }
  set fuel(euros) {
    this.#fuel = euros;
    this.emit('fuel', euros);
  }
}

async function priceOf(market, parcel) {
  let fuel = market.fuel;
  market.addListener('fuel', (euros) => (fuel = Number(euros)));
  await pause(3); // weighed
  const parts = [parcel.weight, parcel.distance].map((part) => part * fuel);
  return parts[0] + parts[1];
}

async function price(market, van) {
  return (await Promise.all(van.map((parcel) => priceOf(market, parcel)))).reduce((sum, one) => sum + one, 0);
}

const market = new Market();
const van = Array.from({ length: 9 }, (_, weight) => ({ weight, distance: weight * 20 }));
for (const euros of [1.4, 1.6, 1.5, 1.7]) {
  market.fuel = euros;
  console.log(await price(market, van));
}
// Whatever the program does from here on, they stay.
for (let day = 0; day < 80; day++) await pause(1);
