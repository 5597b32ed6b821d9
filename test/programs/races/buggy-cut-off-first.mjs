// expect: race.atomicity 14,11
// Two pilots take the ship that has waited longest, go there, and leave out the first of the list, whichever that is by then.
import { setTimeout as pause } from 'node:timers/promises';

class Roads {
  waiting = ['Astrid', 'Bruno', 'Carla', 'Dagny'];
  brought = [];

  async bring(pilot) {
    while (this.waiting.length > 0) {
      const [ship] = this.waiting;
      await pause(50);
      this.brought.push(`${pilot}: ${ship}`);
      this.waiting = this.waiting.slice(1);
    }
  }
  arrive(ship) {
    this.waiting = [...this.waiting, ship];
  }
}

const roads = new Roads();
const work = [roads.bring('Ole'), roads.bring('Pia')];
await pause(20);
roads.arrive('Emil');
await Promise.all(work);
console.log(new Set(roads.brought.map((line) => line.split(': ')[1])).size, roads.brought.length);
