// expect: race.atomicity 30,32; race.check-then-act 36,38
// Private fields as TypeScript writes them for engines without: seats are counted before the payment and written after it, and a line is opened twice.
'use strict';
var __classPrivateFieldGet =
  (this && this.__classPrivateFieldGet) ||
  function (receiver, state, kind, f) {
    if (kind === 'a' && !f) throw new TypeError('Private accessor was defined without a getter');
    return kind === 'm' ? f : kind === 'a' ? f.call(receiver) : f ? f.value : state.get(receiver);
  };
var __classPrivateFieldSet =
  (this && this.__classPrivateFieldSet) ||
  function (receiver, state, value, kind, f) {
    if (kind === 'm') throw new TypeError('Private method is not writable');
    return kind === 'a' ? f.call(receiver, value) : f ? (f.value = value) : state.set(receiver, value), value;
  };
var _Hall_instances, _Hall_seats, _Hall_line, _Hall_pay;
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Hall {
  constructor(seats) {
    _Hall_instances.add(this);
    _Hall_seats.set(this, void 0);
    _Hall_line.set(this, null);
    __classPrivateFieldSet(this, _Hall_seats, seats, 'f');
  }
  get free() {
    return __classPrivateFieldGet(this, _Hall_seats, 'f');
  }
  async book(count) {
    const free = __classPrivateFieldGet(this, _Hall_seats, 'f');
    await __classPrivateFieldGet(this, _Hall_instances, 'm', _Hall_pay).call(this, count);
    __classPrivateFieldSet(this, _Hall_seats, free - count, 'f');
    return this.free;
  }
  async line() {
    if (!__classPrivateFieldGet(this, _Hall_line, 'f')) {
      await pause(3);
      __classPrivateFieldSet(this, _Hall_line, { opened: Date.now() }, 'f');
    }
    return __classPrivateFieldGet(this, _Hall_line, 'f');
  }
}
((_Hall_seats = new WeakMap()),
  (_Hall_line = new WeakMap()),
  (_Hall_instances = new WeakSet()),
  (_Hall_pay = async function _Hall_pay(count) {
    await pause(count);
  }));

const hall = new Hall(100);
Promise.all([hall.book(2), hall.book(4), hall.line(), hall.line()]).then(() => console.log(hall.free > 90));
