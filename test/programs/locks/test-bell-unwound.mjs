// expect: hang.exit-pending 28 exit 1
// The second test waits for a bell that nobody has wound, until the time of its suite has passed.
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';

class Bell extends EventEmitter {
  wind(ms) {
    this.timer = setTimeout(() => this.emit('ring'), ms);
  }
  stop() {
    clearTimeout(this.timer);
  }
}

describe('bell', { timeout: 700 }, () => {
  let bell;
  beforeEach(() => {
    bell = new Bell();
  });
  afterEach(() => {
    bell.stop();
  });
  it('is quiet at first', async () => {
    await delay(50);
  });
  it('rings', async () => {
    await new Promise((resolve) => bell.once('ring', resolve));
  });
});
