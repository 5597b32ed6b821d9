// expect: nothing
// Methods of a function's prototype that count before they wait, or look again; each object has its own.
'use strict';
const { setTimeout: sleep } = require('node:timers/promises');

function Tickets(limit) {
  this.limit = limit;
  this.sold = 0;
  this.names = [];
}

Tickets.prototype.sell = function (name) {
  var self = this;
  if (this.sold >= this.limit) return Promise.resolve(false);
  this.sold += 1;
  return sleep(5).then(function () {
    self.names.push(name);
    return true;
  });
};

function Counter() {
  this.count = 0;
}

Counter.prototype.isFull = function () {
  return this.count >= 1;
};

Counter.prototype.fill = function () {
  var self = this;
  if (this.isFull()) return Promise.resolve();
  return sleep(5).then(function () {
    self.count += 1;
  });
};

const tickets = new Tickets(2);
const own = ['ann', 'bob', 'cid'].map(() => new Counter().fill());
Promise.all([...own, ...['ann', 'bob', 'cid'].map((name) => tickets.sell(name))]).then(() => console.log(tickets.sold));
