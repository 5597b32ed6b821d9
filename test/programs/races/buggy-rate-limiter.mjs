// expect: race.check-then-act 6,8
import { setTimeout as delay } from 'node:timers/promises';
export class Limiter {
  constructor(max) { this.max = max; this.active = 0; this.rejected = 0; }
  async run(job) {
    if (this.active >= this.max) { this.rejected++; throw new Error('busy'); }
    await this.warm();
    this.active++;
    try { return await job(); } finally { this.active--; }
  }
  async warm() { await delay(1); }
}
const limiter = new Limiter(2);
let peak = 0;
const job = async () => { peak = Math.max(peak, limiter.active); await delay(5); };
const out = await Promise.allSettled([1, 2, 3, 4, 5].map(() => limiter.run(job)));
console.log(peak > 2 ? 'over' : 'ok', out.length);
