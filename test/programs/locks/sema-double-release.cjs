// expect: lock.double-release 13,10,5 exit 0
const { Sema } = require('async-sema');
const slots = new Sema(2);
async function handle(n) {
  await slots.acquire();
  try {
    await new Promise((r) => setTimeout(r, 2));
    if (n === 2) throw new Error('two');
  } catch (error) {
    slots.release();
    console.log(error.message);
  } finally {
    slots.release();
  }
}
Promise.all([1, 2, 3].map(handle));
