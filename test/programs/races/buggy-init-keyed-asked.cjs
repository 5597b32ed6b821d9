// expect: race.order.use-before-init 17
'use strict';
// A shop notes which boxes it has by their shelf, and asks for a box on a shelf of which nothing may be known yet.
const fs = require('node:fs');

class Shop {
  constructor() {
    this.shelves = Object.create(null);
  }

  note(shelf, box) {
    if (!this.shelves[shelf]) this.shelves[shelf] = Object.create(null);
    this.shelves[shelf][box] = true;
  }

  has(shelf, box) {
    return this.shelves[shelf][box];
  }

  look(shelf, box) {
    fs.lstat(__filename, () => {
      console.log(Boolean(this.has(shelf, box)));
    });
  }
}

const shop = new Shop();
fs.lstat(__filename, () => shop.note('left', 'tea'));
setTimeout(() => shop.look('left', 'tea'), 10);
setTimeout(() => shop.look('left', 'salt'), 12);
