// expect: nothing
// Copies that are only looked at later, or are compared with what is there by then.
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const account = { balance: 100, rate: 2, retries: 0 };
const log = [];

async function draw(amount) {
  const before = { ...account };
  await sleep(40);
  account.balance -= amount * before.rate;
  log.push(before.balance - account.balance);
}

async function claim(amount) {
  for (;;) {
    const before = structuredClone(account);
    await sleep(10);
    if (account.balance === before.balance) {
      account.balance = before.balance - amount;
      return;
    }
    account.retries++;
  }
}

Promise.all([draw(10), sleep(10).then(() => draw(20)), claim(5), claim(7)]).then(() => {
  console.log(account.balance, log.length);
});
