// expect: race.atomicity 15,18
// Measured values are put into the slots of a tape, each behind the one before: whoever has one comes with it at any time.
const util = require('node:util');
const { EventEmitter } = require('node:events');

util.inherits(TapeWriter, EventEmitter);
function TapeWriter(tape) {
  EventEmitter.call(this);
  this.tape = tape;
  this.slot = 0;
}

TapeWriter.prototype._put = function (value, callback) {
  var self = this;
  var slot = self.slot;
  self.tape.store(slot, value, function () {
    self.emit('progress', value);
    self.slot = slot + 1;
    callback();
  });
};

function Tape() {
  this.slots = [];
}

Tape.prototype.store = function (slot, value, callback) {
  setTimeout(() => {
    this.slots[slot] = value;
    callback();
  }, 20);
};

const tape = new Tape();
const writer = new TapeWriter(tape);
let left = 3;
for (const value of [7, 8, 9]) {
  writer._put(value, () => {
    if (--left === 0) console.log(tape.slots.join());
  });
}
