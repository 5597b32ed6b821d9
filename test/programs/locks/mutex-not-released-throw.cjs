// expect: lock.not-released 5 exit 0
const { Mutex } = require('async-mutex');
const lock = new Mutex();
async function charge(amount) {
  const release = await lock.acquire();
  if (amount < 0) throw new Error('negative');
  await new Promise((resolve) => setImmediate(resolve));
  release();
  return amount;
}
async function main() {
  await charge(1);
  await charge(-1).catch(() => {});
  await charge(2);
  console.log('charged');
}
main();
