// expect: none exit 0
// Who wants to plan says so first: passengers who come then let it go before them.
import { setTimeout as sleep } from 'node:timers/promises';

class Timetable {
  passengers = 0;
  planning = false;
  planners = 0;
  changes = [];
  trains = new Map([['north', 8]]);

  changed() {
    return new Promise((tell) => this.changes.push(tell));
  }
  tell() {
    const all = this.changes;
    this.changes = [];
    for (const tell of all) tell();
  }
  async look(at) {
    while (this.planning || this.planners > 0) await this.changed();
    this.passengers++;
    try {
      await sleep(16);
      return at(this.trains);
    } finally {
      this.passengers--;
      this.tell();
    }
  }
  async plan(change) {
    this.planners++;
    while (this.planning || this.passengers > 0) {
      await this.changed();
    }
    this.planners--;
    this.planning = true;
    try {
      await change(this.trains);
    } finally {
      this.planning = false;
      this.tell();
    }
  }
}

const timetable = new Timetable();
let looks = 0;
async function passenger(delay) {
  await sleep(delay);
  for (let i = 0; i < 80; i++) {
    await timetable.look((trains) => (looks += trains.size));
  }
}

async function planner() {
  await sleep(30);
  // Those who are inside leave, and then it is its turn.
  await timetable.plan((trains) => trains.set('south', 9));
}

await Promise.all([0, 4, 8, 12].map(passenger).concat(planner()));
console.log(looks > 0, timetable.trains.size);
