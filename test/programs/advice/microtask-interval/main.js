// expect: loop.microtask-starvation main.js:12
'use strict';
// The heartbeat is cleared when the import is over: it missed all of its turns meanwhile.
async function enrich(row) {
  return { ...row, vat: row.amount * 0.19 };
}
async function importAll() {
  const end = Date.now() + 250;
  let sum = 0;
  let n = 0;
  while (Date.now() < end || n < 20000) {
    const row = await enrich({ amount: n++ });
    for (let k = 0; k < 2000; k++) sum += k % 7;
    sum += row.vat;
  }
  return sum;
}
const heart = setInterval(() => {}, 10);
setTimeout(async () => {
  const sum = await importAll();
  clearInterval(heart);
  console.log(sum > 0);
}, 40);
