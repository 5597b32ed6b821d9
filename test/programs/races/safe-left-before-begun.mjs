// expect: nothing
// A page that is left while its ticker is still being set up: whoever sets it up looks whether it is still wanted.
import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const market = new EventEmitter();

async function openFeed(symbol) {
  await sleep(40);
  return {
    watch(onPrice) {
      market.on(symbol, onPrice);
      return () => market.off(symbol, onPrice);
    },
  };
}

async function begin(page) {
  const feed = await openFeed(page.symbol);
  if (page.symbol === '') return;
  page.unwatch = feed.watch((price) => page.prices.push(price));
}

function leave(page) {
  if (page.unwatch) page.unwatch();
  page.symbol = '';
}

const page = { symbol: 'ABC', prices: [] };
const begun = begin(page);
await sleep(15);
leave(page);
await begun;
market.emit('ABC', 10);
console.log(page.prices.length);
