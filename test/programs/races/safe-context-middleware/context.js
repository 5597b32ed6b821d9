'use strict';
const { AsyncLocalStorage } = require('node:async_hooks');
const requests = new AsyncLocalStorage();
const stats = { last: '', at: 0, count: 0 };

exports.run = (req, next) => requests.run({ user: req.headers['x-user'] }, next);
exports.seen = (user) => {
  stats.last = user;
  stats.at = Date.now();
  stats.count++;
};
exports.user = () => requests.getStore().user;
exports.stats = () => `${stats.count} requests, the last at ${stats.at} of ${stats.last}`;
