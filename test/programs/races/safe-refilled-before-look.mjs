// expect: nothing
// Who waits for a token asks for one again when it should be there: the bucket is brought up to date before each look.
import { setTimeout as delay } from 'node:timers/promises';

class Bucket {
  tokens = 1;
  stamp = performance.now();

  refill() {
    const now = performance.now();
    this.tokens = Math.min(2, this.tokens + (now - this.stamp) / 20);
    this.stamp = now;
  }

  take() {
    this.refill();
    if (this.tokens < 1) return Math.ceil((1 - this.tokens) * 20);
    this.tokens -= 1;
    return 0;
  }
}

const bucket = new Bucket();

async function enter() {
  for (let wait = bucket.take(); wait > 0; wait = bucket.take()) await delay(wait);
}

await Promise.all([enter(), enter(), enter(), enter()]);
console.log(bucket.tokens < 2);
