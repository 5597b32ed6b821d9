import { setTimeout as sleep } from 'node:timers/promises';

export class Desk {
  constructor(clerks) {
    this.idle = [...clerks];
    this.line = [];
  }
  call() {
    return this.idle.length > 0 ? this.idle.pop() : new Promise((resolve) => this.line.push(resolve));
  }
  async stamp(paper) {
    const clerk = await this.call();
    try {
      await sleep(30);
      return `${paper} stamped by ${clerk}`;
    } finally {
      const next = this.line.shift();
      if (next) next(clerk);
      else this.idle.push(clerk);
    }
  }
}
