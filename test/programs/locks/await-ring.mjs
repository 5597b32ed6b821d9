// expect: deadlock.actual 5,9 exit 13
let second;
async function first() {
  await null;
  await second;
}
const one = first();
second = (async () => {
  await one;
})();
await one;
