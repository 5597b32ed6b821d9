// expect: race.check-then-act 12,17 ; race.atomicity 19,21
'use strict';
const { setTimeout: delay } = require('node:timers/promises');

class Sync {
  constructor() {
    this.running = false;
    this.cursor = 0;
    this.skipped = 0;
  }
  async tick() {
    if (this.running) {
      this.skipped++;
      return;
    }
    await delay(7);
    this.running = true;
    try {
      const cursor = this.cursor;
      const changes = await this.changesSince(cursor);
      this.cursor = cursor + changes;
    } finally {
      this.running = false;
    }
  }
  async changesSince(cursor) {
    await delay(15);
    return 3 - (cursor % 2);
  }
}

const sync = new Sync();
let ticks = 0;
const timer = setInterval(() => {
  sync.tick();
  if (++ticks < 20) return;
  clearInterval(timer);
  setTimeout(() => console.log('synced'), 40);
}, 5);
