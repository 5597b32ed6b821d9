// expect: nothing
import { setTimeout as sleep } from 'node:timers/promises';

let calls = 0;
class Breaker {
  failures = 0;
  async fire() {
    if (this.failures >= 3) throw new Error('open');
    try {
      const answer = await this.call();
      // With no failures the check lets pass as well: nothing is used up.
      this.failures = 0;
      return answer;
    } catch (error) {
      this.failures++;
      throw error;
    }
  }
  async call() {
    await sleep(2);
    if (++calls % 3 !== 0) throw new Error('down');
    return calls;
  }
}

const breaker = new Breaker();
for (let i = 0; i < 5; i++) await breaker.fire().catch(() => {});
await Promise.allSettled([1, 2, 3, 4].map(() => breaker.fire()));
console.log(calls);
