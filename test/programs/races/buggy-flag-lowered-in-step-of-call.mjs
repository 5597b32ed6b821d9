// expect: race.order.use-after-close 15,27
// The first of two questions looks at `online` in the step that goes on to hang up; the second finds the line dead. What opens is no first value: `online` is false from the start.
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
line.span('noon', 'dusk').then(console.log, (error) => console.log('no span:', error.message));
line.hangUp();
