'use strict';
const values = new Map();

module.exports = {
  take: (key, most, done) =>
    setTimeout(() => {
      const left = Math.max(0, (values.get(key) ?? most) - 1);
      values.set(key, left);
      done(null, left);
    }, 2),
};
