// expect: race.atomicity 6,8
const { setTimeout: delay } = require('node:timers/promises');
let balance = 10;

async function withdraw(amount) {
  const before = balance;
  await delay(2);
  balance = before - amount;
}

Promise.all([withdraw(1), withdraw(2)]).then(() => console.log(balance));
