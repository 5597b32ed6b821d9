// expect: nothing
// A broom is started by whoever finds somebody seated; in each round it looks anew who is still there.
import { setTimeout as delay } from 'node:timers/promises';

class Hall {
  seated = [];
  #broom;

  enter(guest) {
    this.seated.push({ guest, until: performance.now() + 12 });
    if (this.isSeated()) this.#start();
  }

  isSeated() {
    return this.seated.length > 0;
  }

  leave(guest) {
    const at = this.seated.findIndex((seat) => seat.guest === guest);
    if (at !== -1) this.seated.splice(at, 1);
  }

  #start() {
    this.#broom ??= setInterval(() => this.sweep(), 5);
  }

  sweep() {
    const stay = [];
    const now = performance.now();
    for (const seat of this.seated) if (seat.until > now) stay.push(seat);
    this.seated = stay;
    if (!this.isSeated()) this.close();
  }

  close() {
    clearInterval(this.#broom);
    this.#broom = undefined;
  }
}

const hall = new Hall();
async function visit(guest, from, ms) {
  await delay(from);
  hall.enter(guest);
  await delay(ms);
  hall.leave(guest);
}
await Promise.all([visit('ann', 0, 8), visit('bob', 3, 20), visit('cy', 9, 4), visit('dee', 14, 30), visit('eve', 15, 2)]);
hall.close();
console.log(hall.seated.length);
