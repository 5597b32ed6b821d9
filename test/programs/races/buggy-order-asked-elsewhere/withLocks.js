'use strict';
const { Mutex } = require('async-mutex');

const shelves = new Mutex();
const ledger = new Mutex();

module.exports = {
  withShelves: (work) => shelves.runExclusive(work),
  withLedger: (work) => ledger.runExclusive(work),
};
