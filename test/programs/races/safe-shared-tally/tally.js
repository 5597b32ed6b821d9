'use strict';

class Tally {
  constructor(buffer) {
    this.counts = new Int32Array(buffer);
  }

  add(kind) {
    Atomics.add(this.counts, kind, 1);
  }

  total() {
    return this.counts[0] + this.counts[1] + this.counts[2];
  }
}

module.exports = { Tally };
