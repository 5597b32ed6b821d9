// expect: race.check-then-act 24
// A hall lets nobody in once it closes. A guest is seated later, and that opens it again.
import { setTimeout as delay } from 'node:timers/promises';

const OPEN = 0;
const BUSY = 1;
const CLOSED = 2;

class Hall {
  state = OPEN;
  hasGuests = false;
  guests = new Set();

  close() {
    this.state = CLOSED;
    this.hasGuests = false;
  }

  async enter(guest, ms) {
    if (this.state === CLOSED) return false;
    await delay(ms);
    this.guests.add(guest);
    if (this.guests.size > 3) return true;
    this.state = BUSY;
    return true;
  }
}

const hall = new Hall();
setTimeout(() => hall.close(), 12);
const seated = await Promise.all([hall.enter('ann', 2), hall.enter('bob', 30)]);
console.log(seated.length, hall.guests.size);
