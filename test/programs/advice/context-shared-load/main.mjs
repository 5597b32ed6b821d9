// expect: context.lost@info main.mjs:32 | context.lost@info main.mjs:29
// Who asks while the rates are being loaded is put to those who wait, and is called by the one that had begun to load.
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFile } from 'node:fs';

const call = new AsyncLocalStorage();
const seen = new Map();
const waiting = [];
let rates;

function withRates(use) {
  if (rates !== undefined) {
    use(rates);
    return;
  }
  waiting.push(use);
  if (waiting.length > 1) return;
  readFile(new URL(import.meta.url), 'utf8', (err, text) => {
    if (err) throw err;
    rates = { usd: text.length };
    while (waiting.length > 0) waiting.shift()(rates);
    console.log(seen.size > 0);
  });
}

function quote(id, amount) {
  call.run({ id }, () => {
    seen.set(id, 'asked');
    const show = ({ usd }) => {
      const price = amount * usd;
      // Afterwards the price of one is noted as that of another.
      const now = call.getStore();
      seen.set(now.id, price);
    };
    withRates(show);
  });
}

for (const [i, amount] of [10, 25, 40, 5].entries()) quote(`call ${i}`, amount);
