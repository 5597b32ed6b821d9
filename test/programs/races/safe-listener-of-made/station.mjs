import { setTimeout as sleep } from 'node:timers/promises';

const silent = new Set(['fm 98']);

// What a receiver hears of a station, once it has been tuned to it.
export class Receiver {
  onopen = null;
  onclose = null;

  constructor(frequency) {
    void this.#tune(frequency);
  }

  async #tune(frequency) {
    await sleep(4);
    if (!silent.has(frequency)) this.onopen?.();
    await sleep(4);
    this.onclose?.();
  }
}
