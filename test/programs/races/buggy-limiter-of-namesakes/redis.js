'use strict';
const entries = new Map();

exports.get = (key, reply) => setTimeout(() => reply(null, entries.get(key)), 2);

exports.set = (key, value, reply) => {
  setTimeout(() => {
    entries.set(key, value);
    reply(null);
  }, 2);
};

exports.peek = (key) => entries.get(key);
