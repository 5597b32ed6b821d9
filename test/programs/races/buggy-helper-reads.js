// expect: race.atomicity 7,17,14
const { setTimeout: delay } = require('node:timers/promises');

const account = { total: 100 };

function current() {
  return account.total;
}

async function audit() {
  await delay(2);
}
function store(value) {
  account.total = value;
}
async function spend(amount) {
  const before = current();
  await audit();
  store(before - amount);
}

Promise.all([spend(10), spend(20)]).then(() => console.log(account.total));
