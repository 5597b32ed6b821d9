// expect: nothing
// The line is hung up when both questions have been answered.
import { setTimeout as delay } from 'node:timers/promises';

class Line {
  #online = false;
  #answers = new Map([['noon', 12], ['dusk', 19]]);

  async dial() {
    await delay(1);
    this.#online = true;
  }

  async ask(word) {
    if (!this.#online) throw new Error('line is dead');
    await delay(4);
    return this.#answers.get(word);
  }

  async span(from, to) {
    const first = await this.ask(from);
    const last = await this.ask(to);
    return last - first;
  }

  hangUp() {
    this.#online = false;
  }
}

const line = new Line();
await line.dial();
await line.span('noon', 'dusk').then(console.log, (error) => console.log('no span:', error.message));
line.hangUp();
