// expect: race.atomicity 13,15
// The accounts are copied before the wait, and what comes after it is worked out from the copies.
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

class Account {
  balance = 100;
  holds = [];
}
const account = new Account();
const seen = [];

async function draw(amount) {
  const before = Object.freeze({ ...account });
  await sleep(40);
  account.balance = before.balance - amount;
  seen.push(before.holds.length);
}

Promise.all([draw(10), sleep(10).then(() => draw(20))]).then(() => {
  console.log(account.balance, seen.length);
});
