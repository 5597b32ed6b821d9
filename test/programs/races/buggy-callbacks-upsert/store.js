'use strict';

function Store() {
  this.tables = {};
}

Store.prototype.create = function (table) {
  this.tables[table] = [];
};

Store.prototype.first = function (table, column, value, done) {
  const rows = this.tables[table];
  const row = rows.find((one) => one[column] === value);
  setImmediate(done, null, row);
};

Store.prototype.insert = function (table, row, done) {
  this.tables[table].push(row);
  setImmediate(done, null, row);
};

module.exports = Store;
