// expect: nothing
// Lists are got from a helper, given to one, or have a name of their own: each asks for another day.
import { setTimeout as delay } from 'node:timers/promises';

const byRoom = new Map([['a', []]]);
const overlaps = (list, wanted) => list.some((b) => b.day === wanted.day);
const isOn = (day) => (b) => b.day === day;

class Hotel {
  #rooms = new Map();
  state = { rows: [] };

  #listOf(room) {
    return this.#rooms.get(room) ?? [];
  }

  async reserve(room, day, who) {
    const list = this.#listOf(room);
    if (list.find((b) => b.day === day && !b.cancelled)) return 'full';
    await delay(who.length * 5);
    this.#rooms.set(room, [...this.#listOf(room), { day, who }]);
    return 'ok';
  }

  async hold(day, who) {
    for (const row of this.state.rows) {
      if (row.cancelled) continue;
      if (row.day === day) return 'full';
    }
    await delay(who.length * 5);
    this.state = { ...this.state, rows: [...this.state.rows, { day, who }] };
    return 'ok';
  }
}

async function book(room, day, who) {
  if (overlaps(byRoom.get(room), { day })) return 'full';
  await delay(who.length * 5);
  byRoom.get(room).push({ day, who });
  return 'ok';
}

const waiting = [];
async function queueUp(day, who) {
  let found = null;
  for (const one of waiting) {
    if (one.day === day) {
      found = one;
      break;
    }
  }
  if (found) return 'there';
  await delay(who.length * 5);
  waiting.push({ day, who });
  return 'ok';
}

const rooms = [];
const openRooms = () => rooms;
async function open(day, who) {
  let open = 0;
  openRooms().forEach((room) => {
    if (room.day === day) open++;
  });
  if (open > 0 || openRooms().some(isOn(day))) return 'open';
  await delay(who.length * 5);
  rooms.push({ day, who });
  return 'ok';
}

const hotel = new Hotel();
const days = [8, 9, 10];
const each = (call) => Promise.all(days.map((day, i) => call(day, 'x'.repeat(i + 1))));
console.log(await each((day, who) => hotel.reserve('a', day, who)));
console.log(await each((day, who) => hotel.hold(day, who)));
console.log(await each((day, who) => book('a', day, who)));
console.log(await each((day, who) => queueUp(day, who)));
console.log(await each((day, who) => open(day, who)));
