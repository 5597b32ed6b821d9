// expect: nothing
// The reducer works out the balance when the event is applied.
import { setTimeout as delay } from 'node:timers/promises';

function reduce(account, event) {
  switch (event.type) {
    case 'paid':
      return { ...account, cents: account.cents - event.cents, log: [...account.log, event.type] };
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
  const before = account.log.length;
  const fee = await delay(10 + cents / 10, before > 5 ? 1 : 0);
  apply({ type: 'paid', cents: cents + fee });
}
await Promise.all([pay(100), pay(200)]);
console.log(account.cents, account.log.length);
