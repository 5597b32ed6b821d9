// expect: none exit 0
const { createPool } = require('generic-pool');
const pool = createPool({ create: async () => ({}), destroy: async () => {} }, { max: 2 });
const query = () => new Promise((resolve) => setTimeout(resolve, 2));
async function transaction() {
  const connection = await pool.acquire();
  await query(connection);
  await query(connection);
  await pool.release(connection);
}
Promise.all([1, 2, 3, 4].map(transaction)).then(() => console.log('done'));
