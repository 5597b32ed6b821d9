import { setTimeout as delay } from 'node:timers/promises';

export class Letter {
  posted = 0;
  constructor(state) {
    this.state = state;
  }
  async move(from, to) {
    if (this.state !== from) throw new Error(`the letter is no ${from}`);
    this.state = to;
    await this.post();
  }
  async post() {
    await delay(5);
    this.posted++;
  }
}

export class Page {
  tag = 'v1';
  async refresh(tag) {
    if (this.tag === tag) return;
    await delay(5);
    this.tag = tag;
  }
}
