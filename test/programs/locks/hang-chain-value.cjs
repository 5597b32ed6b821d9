// expect: hang.exit-pending 19 exit 0
// A path of the callback that neither resolves nor rejects.
const prices = new Map([['lamp', 19]]);
function look(sku, callback) {
  setImmediate(() => callback(prices.get(sku)));
}
function priceOf(sku) {
  return new Promise((resolve) => {
    look(sku, (price) => {
      if (price !== undefined) resolve(price);
    });
  });
}
priceOf('lamp')
  .then((price) => console.log(price))
  .then(() => {
    console.log('next');
  });
priceOf('desk').then((price) => console.log(price));
