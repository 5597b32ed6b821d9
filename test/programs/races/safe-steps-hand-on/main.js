// expect: nothing
// The first step hands on what is to be taken, the second one takes it when the payment has been made from what is there then.
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
          const price = quantity * 2;
          if (price < 0) return next(new Error('nothing to buy'));
          authorise(price, (err, auth) => next(err, quantity, auth));
        },
        (wanted, auth, next) => {
          this.stock[sku] -= wanted;
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
