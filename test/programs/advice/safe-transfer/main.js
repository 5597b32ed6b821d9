// expect: nothing
// never: await.sequential
const { setTimeout: sleep } = require('timers/promises');
const balances = new Map([['a', 100], ['b', 0]]);
async function debit(k, n) { await sleep(40); balances.set(k, balances.get(k) - n); }
async function credit(k, n) { await sleep(40); balances.set(k, balances.get(k) + n); }
async function transfer(from, to, n) {
  await debit(from, n);
  await credit(to, n);
}
async function main() { for (let i = 0; i < 4; i++) await transfer('a', 'b', 10); console.log([...balances.values()].join()); }
main();
