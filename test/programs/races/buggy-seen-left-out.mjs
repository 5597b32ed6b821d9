// expect: race.atomicity 14 ; race.atomicity 25 ; race.check-then-act 34 ; race.check-then-act 42 ; race.check-then-act 50
// Nobody asks whether there is one: the first is seen, dealt with, and only then left out. Two have the same one meanwhile.
import { setTimeout as sleep } from 'node:timers/promises';

class Tombola {
  #slips = ['red', 'green', 'blue', 'gold'];
  #drawn = [];
  get drawn() {
    return this.#drawn;
  }
  async draw() {
    const slip = this.#slips[0];
    await sleep(4);
    this.#slips = this.#slips.filter((one) => one !== slip);
    this.#drawn.push(slip);
    return slip;
  }
}

let tables = [{ no: 1 }, { no: 2 }, { no: 3 }];
async function seat(guests) {
  const [table] = tables;
  const laid = await sleep(3, guests.length);
  // By what it is known by.
  tables = tables.filter(({ no }) => no !== table.no);
  return { no: table.no, laid };
}

const channels = new Set(['a', 'b', 'c']);
async function tune(show) {
  const channel = channels.values().next().value;
  await sleep(2);
  // What comes is for both.
  channels.delete(channel);
  return `${show} on ${channel}`;
}

const berths = new Map([['north', 1], ['south', 2], ['west', 3]]);
async function moor(ship) {
  const [berth] = berths.keys();
  await sleep(2);
  berths.delete(berth);
  return `${ship} at ${berth}`;
}

const guides = ['ida', 'jon', 'kim'];
async function lead(tour) {
  const guide = guides[0];
  await sleep(2);
  guides.splice(guides.indexOf(guide), 1);
  return `${tour} by ${guide}`;
}

const tombola = new Tombola();
await Promise.all([tombola.draw(), tombola.draw(), tombola.draw()]);
const seated = await Promise.all([seat(['x']), seat(['y', 'z'])]);
const tuned = await Promise.all([tune('news'), tune('quiz')]);
const moored = await Promise.all([moor('elba'), moor('oder')]);
const led = await Promise.all([lead('old town'), lead('harbour')]);
console.log(new Set(tombola.drawn).size, seated.length, tuned.join(), moored.join(), led.join());
