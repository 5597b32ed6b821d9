// expect: nothing
// The duties of two people are exchanged in one step, by an assignment to a pattern, when both have agreed.
import { setTimeout as delay } from 'node:timers/promises';

class DutyRoster {
  constructor() {
    this.weeks = { monday: { early: 'Ada', late: 'Bea' }, tuesday: { early: 'Cem', late: 'Dov' } };
    this.swaps = [];
  }

  async #confirm(first) {
    await delay(first === 'Dov' ? 80 : 30);
  }

  async swap(day, one, other) {
    await this.#confirm(one);
    [this.weeks[day].early, this.weeks[day].late] = [this.weeks[day].late, this.weeks[day].early];
    this.swaps.push(`${one} and ${other}`);
  }
}

const roster = new DutyRoster();
await Promise.all([roster.swap('tuesday', 'Cem', 'Dov'), roster.swap('tuesday', 'Dov', 'Cem')]);
console.log(roster.weeks.tuesday.early, roster.swaps.length);
