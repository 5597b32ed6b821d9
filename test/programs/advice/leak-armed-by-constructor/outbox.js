'use strict';

class Outbox {
  constructor(send) {
    this.send = send;
    this.batch = [];
    this.arm();
  }
  add(item) {
    this.batch.push(item);
  }
  flush() {
    const batch = this.batch;
    this.batch = [];
    if (batch.length > 0) this.send(batch);
  }
  // Whatever happens, it is set again.
  arm() {
    setTimeout(() => {
      this.flush();
      this.arm();
    }, 30_000);
  }
}

module.exports = { Outbox };
