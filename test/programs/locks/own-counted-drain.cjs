// expect: hang.exit-pending 14 exit 0
// Nobody waits for itself: one job never ends, and who drains is not counted.
let active = 0;
const waiting = [];
async function job(ms) {
  active++;
  await new Promise((resolve) => ms > 0 && setTimeout(resolve, ms));
  done();
}
function done() {
  if (--active === 0) for (const resolve of waiting.splice(0)) resolve();
}
async function drain() {
  while (active > 0) await new Promise((resolve) => waiting.push(resolve));
}
async function main() {
  for (const ms of [1, 2, 0]) job(ms);
  await drain();
  console.log('drained');
}
main();
