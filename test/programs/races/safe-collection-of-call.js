// expect: nothing
// Each call opens a hall of its own, and the number that is stored is made of what is there behind the wait.
'use strict';

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function openHall(name, rows) {
  return { name, places: new Map(Array.from({ length: rows }, (_, row) => [`row ${row + 1}`, 20])) };
}

const { places } = openHall('north', 3);

async function sell(row, count) {
  if ((places.get(row) ?? 0) < count) return false;
  await pause(25);
  const free = places.get(row);
  if (free < count) return false;
  places.set(row, free - count);
  return true;
}

async function rehearse(name) {
  const { places: own } = openHall(name, 2);
  const free = own.get('row 1');
  await pause(25);
  own.set('row 1', free - 1);
  return own.get('row 1');
}

Promise.all([sell('row 1', 3), rehearse('south'), sell('row 1', 5), rehearse('west')]).then((all) => console.log(all.join(' ')));
