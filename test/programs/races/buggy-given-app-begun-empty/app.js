'use strict';
class App {
  constructor() {
    this.rates = null;
  }
  total(amount) {
    return amount * this.rates.eur;
  }
}
module.exports = { App };
