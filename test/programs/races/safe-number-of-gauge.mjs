// expect: nothing
// What is counted up and down says how many there are: it is no number that anybody has.
const gauge = { active: 0, max: 0 };
async function withSlot(limit, fn) {
  while (gauge.active >= limit) await new Promise((r) => setTimeout(r, 2));
  gauge.active++;
  gauge.max = Math.max(gauge.max, gauge.active);
  try {
    return await fn(gauge.active);
  } finally {
    gauge.active--;
  }
}
const r = await Promise.all([1, 2, 3, 4].map((n) => withSlot(2, (at) => new Promise((ok) => setTimeout(ok, n, at)))));
console.log(r.length, gauge.max);
