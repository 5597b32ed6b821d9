'use strict';

class Tally {
  constructor(buffer) {
    this.counts = new Int32Array(buffer);
  }

  add(kind) {
    this.counts[kind]++;
  }

  total() {
    return this.counts[0] + this.counts[1] + this.counts[2];
  }
}

module.exports = { Tally };
