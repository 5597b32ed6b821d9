// expect: hang.exit-pending 7,16 exit 0
// The loop over events has no end, and its caller has more to do.
const { EventEmitter, on } = require('node:events');
const feed = new EventEmitter();
async function collect() {
  const prices = [];
  for await (const [price] of on(feed, 'price')) prices.push(price);
  return prices;
}

async function main() {
  const all = collect();
  for (let price = 0; price < 3; price++) feed.emit('price', price);
  feed.emit('end');
  // Nobody told `on` about it.
  const prices = await all;
  console.log(prices.length);
}
main();
