import { setTimeout as delay } from 'node:timers/promises';

export class Badge {
  constructor() {
    this.name = '';
    this.verified = 0;
  }

  async verify() {
    const now = Date.now();
    if (now - this.verified < 10) return;
    this.verified = now;
    if ((await delay(2, now)) === 0) throw new Error('not verified');
  }

  assign(name) {
    this.name = name;
    this.verified = Date.now();
  }
}
