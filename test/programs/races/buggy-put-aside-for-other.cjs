// expect: race.check-then-act 16,17
// A porter fetches the key of one room at a time. Guests who come meanwhile are put aside, and when he is back all of them are handed the key that he has fetched.
'use strict';
const { EventEmitter } = require('node:events');

class Porter extends EventEmitter {
  constructor() {
    super();
    this.keys = {};
    this.isAway = false;
  }
  keyOf(room, give) {
    const found = this.keys[room];
    if (found) return give(found);
    if (this.isAway) {
      this.once('back', give);
      return;
    }
    this.isAway = true;
    setTimeout(() => {
      const key = { fits: room };
      this.keys[room] = key;
      this.isAway = false;
      give(key);
      this.emit('back', key);
    }, 10);
  }
}

const porter = new Porter();
const guest = (room) => porter.keyOf(room, (key) => console.log(`${room} gets a key ${typeof key}`));
setTimeout(guest, 1, 'attic');
setTimeout(guest, 5, 'cellar');
