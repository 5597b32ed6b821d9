import { setTimeout as sleep } from 'node:timers/promises';

export class Box {
  constructor() {
    this.size = null;
  }

  fits(size) {
    return size <= this.size ? 'fits' : `too large for ${this.size}`;
  }

  async grow() {
    await sleep(20);
    this.size = 40;
  }
}
