// expect: race.check-then-act 14,27
// Methods that a function's prototype was given, as classes were written before there were any.
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
  return charge(name).then(function () {
    self._note(name);
    return true;
  });
};

function charge() {
  return sleep(5);
}

Tickets.prototype._note = function (name) {
  // Counted when it has been paid for.
  this.sold += 1;
  this.names.push(name);
};

const tickets = new Tickets(2);
Promise.all(['ann', 'bob', 'cid'].map((name) => tickets.sell(name))).then((sold) => console.log(sold.length, tickets.names.length > 0));
