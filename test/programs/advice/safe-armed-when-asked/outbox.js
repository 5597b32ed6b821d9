'use strict';

class Outbox {
  constructor(send) {
    this.send = send;
    this.batch = [];
  }
  add(item) {
    this.batch.push(item);
  }
  flush() {
    const batch = this.batch;
    this.batch = [];
    if (batch.length > 0) this.send(batch);
  }
  // Whoever calls it wants what is in it to be sent later.
  arm() {
    setTimeout(() => {
      this.flush();
      this.arm();
    }, 30_000);
  }
}

module.exports = { Outbox };
