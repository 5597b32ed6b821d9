'use strict';
let cash = 10;
exports.getCash = () => cash;
exports.setCash = (v) => {
  cash = v;
};
