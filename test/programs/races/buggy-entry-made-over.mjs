// expect: race.check-then-act 11,12
// Who comes first makes the table, after a look at the plan; who comes meanwhile makes it once more, and those who sit there are gone.
import { setTimeout as sleep } from 'node:timers/promises';

const tables = new Map();
const plan = { round: 4 };
const seatsOf = async (name) => (await sleep(30), plan[name]);

async function sit(name, guest) {
  await sleep(2);
  if (!tables.has(name)) {
    tables.set(name, { seats: await seatsOf(name), guests: [] });
  }
  tables.get(name).guests.push(guest);
  return tables.get(name).guests.length;
}

await Promise.all(['ada', 'bob', 'cyd'].map(async (guest, i) => (await sleep(8 * i), sit('round', guest))));
console.log(tables.get('round').guests.length <= 3);
