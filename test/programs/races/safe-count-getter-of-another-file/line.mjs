import { setTimeout as delay } from 'node:timers/promises';

export class Line {
  #jobs = [];

  add(job) {
    this.#jobs.push(job);
  }

  async take() {
    await delay(4);
    return this.#jobs.shift();
  }

  get isEmpty() {
    return this.#jobs.length === 0;
  }
}
