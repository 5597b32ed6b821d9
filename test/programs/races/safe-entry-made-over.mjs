// expect: nothing
// Who comes first makes the table in one step, and who comes meanwhile finds it; the plan is only looked up, and is the same for all.
import { setTimeout as sleep } from 'node:timers/promises';

const tables = new Map();
const rooms = new Map();
const plan = { round: 4 };
const seatsOf = async (name) => (await sleep(30), plan[name]);

async function roomOf(name) {
  if (!rooms.has(name)) rooms.set(name, { seats: await seatsOf(name), floor: 1 });
  return rooms.get(name);
}

async function sit(name, guest) {
  const room = await roomOf(name);
  if (!tables.has(name)) tables.set(name, { guests: [] });
  tables.get(name).guests.push(guest);
  return room.seats;
}

await Promise.all(['ada', 'bob', 'cyd'].map(async (guest, i) => (await sleep(8 * i), sit('round', guest))));
console.log(tables.get('round').guests.length <= 3);
