// expect: race.check-then-act 10,8,table.js:19
// One that is still free is looked for by what is asked of the table, and gets another mark by a later call.
const { Table } = require('./table.js');

const seats = new Table();

async function take(guest) {
  const seat = await seats.findOne({ row: 3, state: 'free' });
  if (!seat) return 'full';
  const taken = await seats.update(seat.id, { state: 'taken', guest });
  return taken.id;
}

async function main() {
  await seats.insert({ id: 'a', row: 3, state: 'free' });
  await seats.insert({ id: 'b', row: 3, state: 'free' });
  console.log((await Promise.all(['ann', 'bo'].map(take))).join());
}
main();
