'use strict';
const db = require('./db');

const store = (id) => db.pool.query(`insert ${id}`);

exports.onOrder = (id) => {
  db.pool.query(`insert ${id}`);
};
exports.onRefund = function onRefund(id) {
  for (const part of [id]) store(part);
};
exports.countUp = () => {
  db.pool.count++;
};
