// expect: race.check-then-act 16
// The ferry takes four cars. Who finds room pays and drives on; the count never goes above what there is, but the deck is too small all the same.
'use strict';
const ROOM = 4;
const ferry = { cars: 2, deck: ['blue', 'grey'] };

function pay(cents) {
  return new Promise((resolve) => {
    setTimeout(resolve, 30, cents);
  });
}

async function board(car) {
  if (ferry.cars >= ROOM) return false;
  await pay(1200);
  ferry.cars = Math.min(ROOM, ferry.cars + 1);
  ferry.deck.push(car);
  return true;
}

Promise.all(['red', 'green', 'white', 'black'].map(board)).then((boarded) => {
  console.log(ferry.cars, ferry.deck.length, boarded.filter(Boolean).length);
});
