// expect: promise.floating main.js:17
'use strict';
const sleep = (ms, value) => new Promise((resolve) => setTimeout(resolve, ms, value));

class Basket {
  total = 0;
  async price(items) {
    const prices = await Promise.all(items.map((item) => sleep(10, item.length)));
    this.total = prices.reduce((a, b) => a + b, 0);
  }
}

// A step of a chain forgets to return its promise: the next one reads the old total.
const basket = new Basket();
sleep(5, ['pen', 'ink'])
  .then((items) => {
    basket.price(items);
  })
  .then(() => console.log(basket.total));
