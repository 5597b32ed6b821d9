// expect: race.check-then-act 19,17
// Who finds a token asks another service first, and takes the token then, whether it is still there or not.
import { setTimeout as delay } from 'node:timers/promises';

class Bucket {
  tokens = 2;
  stamp = performance.now();

  refill() {
    const now = performance.now();
    this.tokens = Math.min(2, this.tokens + (now - this.stamp) / 20_000);
    this.stamp = now;
  }

  async enter() {
    this.refill();
    if (this.tokens < 1) return false;
    await delay(5);
    this.tokens -= 1;
    return true;
  }
}

const bucket = new Bucket();
const entered = await Promise.all([bucket.enter(), bucket.enter(), bucket.enter()]);
console.log(entered.filter(Boolean).length);
