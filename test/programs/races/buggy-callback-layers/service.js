'use strict';
const repo = require('./repo');
function withItem(id, use, done) {
  repo.find(id, (err, qty) => {
    if (err) return done(err);
    use(qty, done);
  });
}
exports.reserve = function (id, n, done) {
  withItem(id, (qty, next) => {
    if (qty < n) return next(new Error('not enough'));
    repo.update(id, qty - n, next);
  }, done);
};
