'use strict';
let cash = 100;
module.exports = {
  getCash() {
    return cash;
  },
  setCash(value) {
    cash = value;
  },
};
