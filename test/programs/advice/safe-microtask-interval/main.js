// expect: nothing
// never: loop.microtask-starvation
'use strict';
const { setImmediate: breathe } = require('timers/promises');
async function enrich(row) {
  return { ...row, vat: row.amount * 0.19 };
}
async function importAll() {
  let sum = 0;
  for (let n = 0; n < 20000; n++) {
    const row = await enrich({ amount: n });
    sum += row.vat;
    if (n % 100 === 99) await breathe();
  }
  return sum;
}
const heart = setInterval(() => {}, 10);
setTimeout(async () => {
  const sum = await importAll();
  clearInterval(heart);
  console.log(sum > 0);
}, 40);
