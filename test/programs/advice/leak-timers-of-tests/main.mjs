// expect: timer.leak@info main.mjs:10
// Each test makes its own breaker, whose interval nobody clears; the process ends with the tests.
import assert from 'node:assert';
import test from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

class Breaker {
  constructor() {
    this.failed = 0;
    this.timer = setInterval(() => (this.failed = 0), 1000);
    this.timer.unref();
  }
  close() {
    clearInterval(this.timer);
  }
}

for (let i = 0; i < 40; i++) {
  test(`opens after ${i} failures`, async () => {
    const breaker = new Breaker();
    breaker.failed += i;
    await sleep(8);
    assert.equal(breaker.failed, i);
  });
}
