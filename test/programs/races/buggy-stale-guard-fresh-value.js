// expect: race.check-then-act 6,8
const { setTimeout: delay } = require('node:timers/promises');
let tickets = 1;

async function sell() {
  const left = tickets;
  await delay(1);
  if (left > 0) tickets = tickets - 1;
}

Promise.all([sell(), sell()]).then(() => console.log(tickets));
