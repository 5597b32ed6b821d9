// expect: nothing
// The same by different days, seats and things at the same time.
import { setTimeout as sleep } from 'node:timers/promises';
const rooms = {};
const daysOf = (room) => (rooms[room] ??= {});
class Stock {
  #shelves = new Map();
  shelf(name) {
    if (!this.#shelves.has(name)) this.#shelves.set(name, {});
    return this.#shelves.get(name);
  }
}
const stock = new Stock();
const held = {};
async function book(room, day, guest) {
  if (daysOf(room)[day]) return 'taken';
  await sleep(5);
  daysOf(room)[day] = guest;
  return 'booked';
}
const holds = () => held;
async function hold(seat, guest) {
  if (seat in holds()) return 'held';
  await sleep(5);
  holds()[seat] = guest;
  return 'yours';
}

async function put(shelf, item, count) {
  const { [item]: before = 0 } = stock.shelf(shelf);
  await sleep(5);
  stock.shelf(shelf)[item] = before + count;
  return stock.shelf(shelf)[item];
}
console.log(await Promise.all([book('blue', 'monday', 'ann'), book('blue', 'tuesday', 'bob'), book('green', 'monday', 'cy')]));
console.log(await Promise.all([hold('a1', 'ann'), hold('a2', 'bob')]));
console.log(await Promise.all([put('top', 'nuts', 1), put('top', 'bolts', 2), put('low', 'nuts', 4)]));
