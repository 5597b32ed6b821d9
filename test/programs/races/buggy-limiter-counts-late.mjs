// expect: race.check-then-act 17
// Each call counts itself only after a wait: all of them pass the test.
import { setTimeout as pause } from 'node:timers/promises';

class Limiter {
  #waiting = [];
  #open = 0;
  most = 0;

  async run(job) {
    if (this.#open >= 1) return new Promise((resolve, reject) => this.#waiting.push(() => this.#start(job).then(resolve, reject)));
    return this.#start(job);
  }

  async #start(job) {
    await pause(5);
    this.#open++;
    this.most = Math.max(this.most, this.#open);
    try {
      return await job();
    } finally {
      this.#open--;
      this.#waiting.shift()?.();
    }
  }
}

const limiter = new Limiter();
const results = await Promise.all([20, 30, 40].map((ms) => limiter.run(() => pause(ms, ms))));
results.push(await limiter.run(() => pause(5, 5)));
console.log(results.join(), limiter.most);
