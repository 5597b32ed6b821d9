// expect: nothing
// Two loads share one lift. Who comes while a next try has been left for later waits for that.
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
    if (this.waiting) return;
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
await sleep(80);
void lift.call('cellar');
await sleep(40);
// the power is back
lift.shaft = import.meta.filename;
await sleep(600);
console.log('rides', lift.rides, 'waiting', lift.waiting);
