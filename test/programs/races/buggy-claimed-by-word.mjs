// expect: race.check-then-act 20,14 ; race.check-then-act 23,14
// A parcel that is due is marked as on its way when its label is printed, and found once more before that; when it comes back, it is due later, the later the more often it was tried.
import { setTimeout as drive } from 'node:timers/promises';

class Depot {
  #parcels = [];
  #rounds = setInterval(() => this.send(), 10);

  add(name, failures) {
    this.#parcels.push({ name, failures, state: 'ready', tries: 0, dueAt: 0 });
  }

  send(now = Date.now()) {
    const due = this.#parcels.filter((parcel) => parcel.state === 'ready' && parcel.dueAt <= now);
    for (const parcel of due) this.#bring(parcel);
  }

  async #bring(parcel) {
    await drive(14);
    parcel.state = 'on its way';
    await drive(14);
    if (parcel.tries >= parcel.failures) {
      parcel.state = 'delivered';
      return;
    }
    parcel.tries++;
    parcel.dueAt = Date.now() + 5 * parcel.tries;
    parcel.state = 'ready';
  }

  async finish() {
    while (this.#parcels.some((parcel) => parcel.state !== 'delivered')) {
      this.send(Infinity);
      await drive(20);
    }
    clearInterval(this.#rounds);
    return this.#parcels.map(({ name, tries }) => `${name} ${tries}`);
  }
}

const depot = new Depot();
depot.add('books', 2);
depot.add('lamp', 0);
depot.add('boots', 1);
await drive(60);
console.log((await depot.finish()).join(', '));
