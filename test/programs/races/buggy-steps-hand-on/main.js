// expect: race.atomicity 21,26
// The first step works out what is left, the second one stores it when the payment has been made: of two orders at once one is lost.
'use strict';
const steps = require('./steps.js');

const authorise = (amount, callback) => setTimeout(callback, 5 + amount, null, `auth-${amount}`);
const confirm = (auth, callback) => setImmediate(callback, null, `${auth}-mailed`);

class Shop {
  constructor(stock) {
    this.stock = stock;
  }

  // Each order: a step that looks,
  // one that stores,
  // and one that tells.
  order(sku, quantity, done) {
    steps.waterfall(
      [
        (next) => {
          const left = this.stock[sku] - quantity;
          if (left < 0) return next(new Error('sold out'));
          authorise(quantity, (err, auth) => next(err, left, auth));
        },
        (left, auth, next) => {
          this.stock[sku] = left;
          confirm(auth, next);
        },
      ],
      done,
    );
  }
}

const shop = new Shop({ mug: 5 });
let open = 2;
function done(err) {
  if (err) throw err;
  if (--open === 0) console.log(shop.stock.mug);
}
shop.order('mug', 1, done);
shop.order('mug', 2, done);
