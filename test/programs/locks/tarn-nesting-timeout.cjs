// expect: lock.permit-nesting 6 exit 0
const { Pool } = require('tarn');
const pool = new Pool({ create: () => ({}), destroy() {}, min: 0, max: 2, acquireTimeoutMillis: 60000 });
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function withConnection(work) {
  const c = await pool.acquire().promise;
  try { return await work(c); } finally { pool.release(c); }
}
const report = (id) => withConnection(async () => {
  await sleep(2);
  return withConnection(() => sleep(1));
});
(async () => { await report(1); await Promise.all([report(2), withConnection(() => sleep(10))]).catch(() => {}); await pool.destroy(); })();
