// expect: race.stale-compound 17
// The duties of two people are exchanged by an assignment to a pattern whose right side waits; the plan is a field.
import { setTimeout as delay } from 'node:timers/promises';

class DutyRoster {
  constructor() {
    this.weeks = { monday: { early: 'Ada', late: 'Bea' }, tuesday: { early: 'Cem', late: 'Dov' } };
  }

  async #confirm(first, second) {
    await delay(first === 'Dov' ? 80 : 30);
    return [first, second];
  }

  async swap(day, one, other) {
    const week = this.weeks;
    [this.weeks[day].early, this.weeks[day].late] = await this.#confirm(week[day].late, week[day].early);
    return `${one} and ${other}`;
  }
}

const roster = new DutyRoster();
await Promise.all([roster.swap('tuesday', 'Cem', 'Dov'), roster.swap('tuesday', 'Dov', 'Cem')]);
console.log(roster.weeks.tuesday.early);
