'use strict';
const db = require('./db');
exports.onOrder = (id) => {
  db.pool.query(`insert ${id}`);
};

exports.onRefund = function onRefund(id) {
  db.log.write(`refund ${id}`);
};
