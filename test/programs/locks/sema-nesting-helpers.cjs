// expect: lock.permit-nesting 6,10 exit 0
const { Sema } = require('async-sema');
const sema = new Sema(3);
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function child() {
  await sema.acquire();
  try { await sleep(2); } finally { sema.release(); }
}
async function parent() {
  await sema.acquire();
  try { await sleep(2); await child(); } finally { sema.release(); }
}
(async () => {
  await Promise.all([parent(), parent()]);
  await Promise.all([parent(), parent()]);
})();
