// expect: nothing
// Whether there are beds for all is asked in the step that gives them, and again behind each wait.
import { setTimeout as delay } from 'node:timers/promises';

class Hostel {
  #beds;

  constructor(beds) {
    this.#beds = new Map(Object.entries(beds));
  }

  async checkIn(party) {
    for (const [dorm, guests] of party) {
      if (this.#beds.get(dorm) < guests) return `${dorm} is full`;
    }
    for (const [dorm, guests] of party) {
      this.#beds.set(dorm, this.#beds.get(dorm) - guests);
    }
    // The passports of one dorm after the other.
    for (const [dorm, guests] of party) await delay(guests + dorm.length);
    return 'welcome';
  }
}

const towels = new Map([['red', 3], ['blue', 3]]);

async function lend(colours) {
  if (!colours.every((colour) => towels.get(colour) > 0)) return 'later';
  await delay(2);
  if (!colours.every((colour) => towels.get(colour) > 1)) return 'too late';
  for (const colour of colours) {
    const left = towels.get(colour) - 2;
    towels.set(colour, left);
  }
  return 'here';
}

const keys = new Map([['shed', 1], ['boat', 1]]);

async function hire(wishes) {
  for (const wish of wishes) if (keys.get(wish.thing) < wish.count) return 'gone';
  for (const one of wishes) keys.set(one.thing, keys.get(one.thing) - one.count);
  await delay(3);
  return 'hired';
}

const hostel = new Hostel({ north: 4, south: 2 });
console.log(await Promise.all([hostel.checkIn([['north', 3], ['south', 1]]), hostel.checkIn([['north', 2]])]));
console.log(await Promise.all([lend(['red', 'blue']), lend(['red'])]), towels.get('red'));
console.log(await Promise.all([hire([{ thing: 'boat', count: 1 }]), hire([{ thing: 'boat', count: 1 }, { thing: 'shed', count: 1 }])]));
