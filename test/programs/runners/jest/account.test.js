const { withdraw, read } = require('../src/account.js');
const fixed = require('../src/fixed.js');

test('two withdrawals', async () => {
  await Promise.all([withdraw(10), withdraw(20)]);
  expect(read()).toBeLessThan(100);
  expect(withdraw.toString()).toMatchInlineSnapshot(`
"async function withdraw(amount) {
  const old = balance;
  await pause(5);
  balance = old - amount;
}"
`);
});

test('with a lock', async () => {
  await Promise.all([fixed.withdraw(10), fixed.withdraw(20)]);
  expect(fixed.read()).toBe(70);
});
