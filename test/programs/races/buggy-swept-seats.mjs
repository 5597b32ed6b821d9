// expect: race.check-then-act 15,9 | race.atomicity 15,9
// A broom goes round once, a moment after somebody was found seated, and takes away all seats but those that it found then.
import { setTimeout as delay } from 'node:timers/promises';

class Hall {
  seated = [];

  sweepLater() {
    const stay = this.seated.filter((seat) => seat.stays);
    if (stay.length < 9) this.#later(stay);
  }

  #later(stay) {
    setTimeout(() => {
      // Whoever came meanwhile stands.
      this.seated = stay;
    }, 5);
  }

  enter(guest, stays) {
    this.seated = [...this.seated, { guest, stays }];
  }
}

const hall = new Hall();
async function visit(guest, from, stays) {
  await delay(from);
  hall.enter(guest, stays);
  hall.sweepLater();
}
await Promise.all([visit('ann', 1, true), visit('bob', 3, false), visit('cy', 4, true)]);
await delay(20);
console.log(hall.seated.length > 0);
