'use strict';

class Shelf {
  constructor() {
    this.parcels = [];
  }
  add(name) {
    this.parcels.push({ name, state: 'closed' });
  }
  count() {
    return this.parcels.length;
  }
  oldestClosed() {
    return this.parcels.find((parcel) => parcel.state === 'closed');
  }
}

module.exports = Shelf;
