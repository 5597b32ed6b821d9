import { setTimeout as delay } from 'node:timers/promises';

export class Badge {
  constructor() {
    this.name = '';
  }

  async verify() {
    if (this.name !== '') throw new Error('taken');
    await delay(2);
  }

  assign(name) {
    this.name = name;
  }
}
