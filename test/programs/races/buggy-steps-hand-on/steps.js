'use strict';
exports.waterfall = (steps, done) => {
  const run = (at, values) => {
    if (at === steps.length) return done(null, ...values);
    steps[at](...values, (err, ...found) => (err ? done(err) : run(at + 1, found)));
  };
  run(0, []);
};
