// expect: nothing
// The table looks again in the step in which it marks; and who is found by his id is only noted to have been there.
const { Table } = require('./table.js');

const seats = new Table();
const guests = new Table();

async function take(guest) {
  for (;;) {
    const seat = await seats.findOne({ row: 3, state: 'free' });
    if (!seat) return 'full';
    const isMine = await seats.updateWhere({ id: seat.id, state: 'free' }, { state: 'taken', guest });
    if (isMine) return seat.id;
  }
}

async function greet(id) {
  const guest = await guests.findOne({ id });
  if (!guest) return;
  await guests.updateWhere({ id }, { id, greeted: true });
}

async function main() {
  await seats.insert({ id: 'a', row: 3, state: 'free' });
  await seats.insert({ id: 'b', row: 3, state: 'free' });
  await guests.insert({ id: 'ann', greeted: false });
  await Promise.all([greet('ann'), greet('ann')]);
  console.log((await Promise.all(['ann', 'bo'].map(take))).join());
}
main();
