'use strict';

let kilos = 0;

module.exports = {
  LIMIT: 150,
  load: () => kilos,
  setLoad(next) {
    kilos = next;
  },
};
