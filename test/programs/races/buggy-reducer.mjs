// expect: race.atomicity 17,20
// The balance that a reducer stores was worked out before the wait.
import { setTimeout as delay } from 'node:timers/promises';

function reduce(account, event) {
  switch (event.type) {
    case 'paid':
      return { ...account, cents: event.cents, log: [...account.log, event.type] };
    default:
      return account;
  }
}

let account = { cents: 900, log: [] };
const apply = (event) => {
  // What is told is kept, too.
  account = reduce(account, event);
};
async function pay(cents) {
  const before = account.cents;
  await delay(10 + cents / 10);
  apply({ type: 'paid', cents: before - cents });
}
await Promise.all([pay(100), pay(200)]);
console.log(account.cents, account.log.length);
