// expect: race.atomicity 19,21
// The map is a property of what a call with arguments gives: it has a name only here.
'use strict';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function openHall(name, rows) {
  const places = new Map(Array.from({ length: rows }, (_, row) => [`row ${row + 1}`, 20]));
  return { name, places };
}

const { places } = openHall('north', 3);

async function printTickets(row, count) {
  await pause(25);
  return Array.from({ length: count }, (_, i) => `${row}/${i}`);
}
async function sell(row, count) {
  const free = places.get(row);
  const tickets = await printTickets(row, count);
  places.set(row, free - count);
  return tickets;
}

Promise.all([sell('row 1', 3), sell('row 2', 2), sell('row 1', 5)]).then(() => console.log(places.get('row 1')));
