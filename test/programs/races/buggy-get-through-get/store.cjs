'use strict';
const values = new Map();

module.exports = {
  get: (key, done) => setTimeout(() => done(null, values.get(key)), 2),
  set: (key, value, done) =>
    setTimeout(() => {
      values.set(key, value);
      done(null);
    }, 2),
};
