// expect: none exit 0
// All is given back; who comes while both are out for long gets none within the time limit.
const { Pool } = require('tarn');
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

let made = 0;
const pool = new Pool({ create: async () => ({ id: ++made }), destroy: () => {}, min: 0, max: 2, acquireTimeoutMillis: 200 });

async function find(id) {
  const connection = await pool.acquire().promise;
  await wait(1);
  await wait(id > 2 ? 400 : 1);
  pool.release(connection);
  return id;
}

(async () => {
  await find(1);
  await Promise.all([3, 4, 2].map((id) => find(id).catch((error) => console.log(error.message))));
  process.exit(0);
})();
