// expect: none exit 1
// The suite has a limit of time, which the first test uses up: the second one is given up soon after it has begun to wait, and what it waits for is cleared away behind it.
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
    await delay(550);
  });
  it('rings', async () => {
    bell.wind(2000);
    await new Promise((resolve) => bell.once('ring', resolve));
  });
});
