// expect: race.check-then-act 14
// The check finds somebody who is logged in, and the other write makes nobody of that: a renewal that is under way logs the user in again.
import { setTimeout as delay } from 'node:timers/promises';

let renewals = 0;
class Session {
  #user = { name: 'ann', until: 0 };

  async renew() {
    if (this.#user === null) return false;
    await delay(5);
    const until = ++renewals;

    this.#user = { name: 'ann', until };
    return true;
  }

  logout() {
    this.#user = null;
  }
}

const session = new Session();
setTimeout(() => session.renew(), 1);
setTimeout(() => session.logout(), 40);
