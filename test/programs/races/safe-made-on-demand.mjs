// expect: nothing
// The set of a room is made when it is asked for first, by three helpers; each call asks for another seat.
import { setTimeout as delay } from 'node:timers/promises';

const rooms = new Map();
const shows = {};

function roomOf(id) {
  if (!rooms.has(id)) rooms.set(id, new Set());
  return rooms.get(id);
}

function isIn(all, seat) {
  return all.has(seat);
}

class Theatre {
  #halls = new Map();

  hallOf(id) {
    const known = this.#halls.get(id);
    if (known) return known;
    const made = new Map();
    this.#halls.set(id, made);
    return made;
  }

  showOf(id) {
    let show = shows[id];
    if (!show) shows[id] = show = new Set();
    return show;
  }

  async hold(id, seat, who) {
    if (this.hallOf(id).has(seat)) return 'taken';
    await delay(who.length * 5);
    this.hallOf(id).set(seat, who);
    return 'held';
  }
}

const theatre = new Theatre();

async function reserve(id, seat, who) {
  if (isIn(roomOf(id), seat)) return 'taken';
  await delay(who.length * 5);
  roomOf(id).add(seat);
  return 'reserved';
}

async function show(id, seat, who) {
  if (theatre.showOf(id).has(seat)) return 'taken';
  await delay(who.length * 5);
  theatre.showOf(id).add(seat);
  return 'shown';
}

const seats = ['a1', 'a2', 'b1'];
for (const call of [(...all) => theatre.hold(...all), reserve, show]) {
  console.log(await Promise.all(seats.map((seat, i) => call('north', seat, 'x'.repeat(i + 1)))));
}
