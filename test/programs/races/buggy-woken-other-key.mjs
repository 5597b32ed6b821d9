// expect: race.check-then-act 13,15
// The news do not say of which fruit they are: who waits for the price of figs is woken by that of plums.
import { EventEmitter, once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const prices = new Map();
const asking = new Set();
const news = new EventEmitter();

async function priceOf(fruit) {
  const known = prices.get(fruit);
  if (known) return known;
  if (asking.has(fruit)) {
    await once(news, 'price');
    return prices.get(fruit);
  }
  asking.add(fruit);
  const price = { fruit, cents: await delay(fruit === 'fig' ? 200 : 30, fruit.length * 10) };
  prices.set(fruit, price);
  asking.delete(fruit);
  news.emit('price');
  return price;
}

async function show(fruit) {
  const price = await priceOf(fruit);
  console.log(fruit, price.cents);
}

await Promise.allSettled([show('fig'), show('fig'), show('plum')]);
