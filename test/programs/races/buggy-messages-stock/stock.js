'use strict';

class Stock {
  pieces = { tea: 500 };
  get(sku) {
    return this.pieces[sku];
  }

  set(sku, pieces) {
    this.pieces[sku] = pieces;
  }
}

module.exports = { Stock };
