// expect: race.atomicity 8,11
// The first free element of a list is found before a wait, and taken after it.
import { setTimeout as delay } from 'node:timers/promises';

class Table {
  seats = Array(4).fill(null);
  firstFree() {
    return this.seats.findIndex((seat) => seat === null);
  }
  sit(index, guest) {
    this.seats[index] = guest;
  }
}

const table = new Table();

async function join(name) {
  const index = table.firstFree();
  if (index < 0) return;
  await delay(name.length);
  table.sit(index, { name });
}

await Promise.all([join('ada'), join('grace'), join('barbara')]);
console.log(table.seats.filter(Boolean).length);
