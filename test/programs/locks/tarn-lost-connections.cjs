// expect: lock.not-released 10 exit 0
// A pool whose connections are lost one after the other: who comes later gets none within the time limit.
const { Pool } = require('tarn');
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let made = 0;
const pool = new Pool({ create: async () => ({ id: ++made }), destroy: () => {}, min: 0, max: 2, acquireTimeoutMillis: 200 });

async function find(id) {
  const connection = await pool.acquire().promise;
  await wait(1);
  if (id > 2) throw new Error('no such row');
  pool.release(connection);
  return id;
}

(async () => {
  for (const id of [1, 3, 4, 2]) await find(id).catch((error) => console.log(error.message));
  process.exit(0);
})();
