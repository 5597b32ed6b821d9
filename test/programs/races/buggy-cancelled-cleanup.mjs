// expect: race.check-then-act 19,36,37
// Two loads share one lift. What ends a failed ride cancels whatever had been left for later, also the next try of the other load, and then goes by its mark.
import { access } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

class Lift {
  floors = new Set();
  later = [];
  waiting = false;
  rides = 0;

  constructor(shaft) {
    this.shaft = shaft;
  }

  async call(floor) {
    this.floors.add(floor);
    await this.ride().catch(() => {
      if (!this.waiting) this.tryLater();
    });
  }

  async ride() {
    try {
      await access(this.shaft);
    } catch (error) {
      this.cleanUp();
      throw error;
    }
    this.waiting = false;
    this.rides++;
    this.floors.clear();
  }

  tryLater() {
    this.waiting = true;
    const timer = setTimeout(() => this.ride(), 250);
    this.later.push(() => clearTimeout(timer));
  }

  cleanUp() {
    for (const cancel of this.later.splice(0)) cancel();
  }
}

const lift = new Lift('no such shaft');
void lift.call('attic');
await sleep(20);
void lift.call('cellar');
await sleep(20);
// the power is back
lift.shaft = import.meta.filename;
await sleep(600);
console.log('rides', lift.rides, 'waiting', lift.waiting);
