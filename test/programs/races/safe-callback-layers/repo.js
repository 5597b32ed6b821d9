'use strict';
const rows = new Map([['w1', { id: 'w1', qty: 10 }]]);
function query(fn, cb) {
  setTimeout(() => {
    let result;
    try {
      result = fn();
    } catch (err) {
      return cb(err);
    }
    cb(null, result);
  }, 3);
}
exports.find = (id, cb) => query(() => rows.get(id).qty, cb);
exports.update = (id, qty, cb) => query(() => { rows.get(id).qty = qty; }, cb);
