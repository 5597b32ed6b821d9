// expect: lock.permit-nesting 6 exit 0
const { Sema } = require('async-sema');
const sema = new Sema(2);
async function walk(depth) {
  if (depth === 0) return;
  await sema.acquire();
  await new Promise((resolve) => setTimeout(resolve, 1));
  await walk(depth - 1);
  sema.release();
}
Promise.all([walk(2), walk(2)]).then(() => console.log('walked'));
