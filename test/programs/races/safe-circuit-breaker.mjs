// expect: nothing
import { setTimeout as delay } from 'node:timers/promises';

// What has failed is counted, and a success takes that back: calls that were let through together may both do so.
class Breaker {
  #failures = 0;
  #openUntil = 0;

  constructor(limit) {
    this.limit = limit;
  }

  async call(job) {
    if (this.#failures >= this.limit && Date.now() < this.#openUntil) throw new Error('open');
    try {
      const answer = await job();
      this.#failures = 0;
      return answer;
    } catch (error) {
      if (++this.#failures >= this.limit) this.#openUntil = Date.now() + 500;
      throw error;
    }
  }
}

// The same by `then`, with helpers.
class Upstream {
  failed = 0;

  get(job) {
    if (this.failed >= 3) return Promise.reject(new Error('offline'));
    return job().then(
      (answer) => {
        this.alive();
        return answer;
      },
      (error) => {
        this.down();
        throw error;
      },
    );
  }

  alive() {
    this.failed = 0;
  }

  down() {
    this.failed++;
  }
}

const ask = (n) => async () => {
  await delay(4 + (n % 3) * 4);
  if (n % 2 === 1) throw new Error('refused');
  return n;
};
const breaker = new Breaker(2);
const upstream = new Upstream();
const results = await Promise.allSettled([0, 1, 2, 3, 4].flatMap((n) => [breaker.call(ask(n)), upstream.get(ask(n))]));
console.log(results.map(({ status }) => status[0]).join(''));
