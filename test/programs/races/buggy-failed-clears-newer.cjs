// expect: race.order.last-write 16,15 ; race.order.last-write 26,28
// What is kept is taken away when it fails, or is done, whoever has put something newer there meanwhile.
const { setTimeout: sleep } = require('node:timers/promises');

const prices = new Map();
let asked = 0;

function ask(symbol, ms) {
  return sleep(ms).then(() => (++asked === 2 ? Promise.reject(new Error('closed')) : `${symbol} 12`));
}

function price(symbol, ms) {
  let kept = prices.get(symbol);
  if (kept === undefined) {
    prices.set(symbol, (kept = ask(symbol, ms)));
    kept.catch(() => prices.delete(symbol));
  }
  return kept;
}

const under = {};
function account(id, fresh) {
  if (!fresh && under[id]) return under[id];
  const job = sleep(fresh ? 24 : 10, { id });
  job.finally(() => {
    delete under[id];
  });
  under[id] = job;
  return job;
}

(async () => {
  // Another one comes first, so that the second fails.
  await price('AAA', 1);
  const first = price('BBB', 20).catch((error) => error.message);
  await sleep(4);
  prices.delete('BBB');
  const second = price('BBB', 40);
  console.log(await first);
  console.log((await price('BBB', 1)) === (await second));

  const one = account(7, false);
  await sleep(3);
  const two = account(7, true);
  await one;
  await sleep(2);
  console.log(account(7, false) === two);
})();
