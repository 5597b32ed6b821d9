// expect: nothing
// The oldest parcel that nobody has opened is found by a clock, and what was in it is added behind a callback: that there was one holds, whatever others have added since.
'use strict';
const cut = require('./knife');
const Shelf = require('./shelf');

const inside = { crate: ['box', 'bag'], box: ['tin'], bag: [], tin: [] };

function Clerk() {
  this.shelf = new Shelf();
  this.open = 0;
}

Clerk.prototype.start = function () {
  this.shelf.add('crate');
  this.clock = setInterval(() => this.next(), 15);
};

Clerk.prototype.next = function () {
  const parcel = this.shelf.oldestClosed();
  if (parcel) {
    this.unpack(parcel);
  } else if (this.open === 0) {
    clearInterval(this.clock);
    console.log('unpacked', this.shelf.count());
  }
};

Clerk.prototype.unpack = function (parcel) {
  parcel.state = 'opened';
  this.open++;
  cut(inside[parcel.name], (names) => {
    names.forEach((name) => this.shelf.add(name));
    this.open--;
  });
};

new Clerk().start();
