import { setTimeout as delay } from 'node:timers/promises';

export class Letter {
  posted = 0;
  constructor(state) {
    this.state = state;
  }
  async move(from, to) {
    if (this.state !== from) throw new Error(`the letter is no ${from}`);
    await this.post();
    this.state = to;
  }
  async post() {
    await delay(5);
    this.posted++;
  }
}
