// expect: lock.permit-nesting 5 exit 0
const { createPool } = require('generic-pool');
const pool = createPool({ create: async () => ({}), destroy: async () => {} }, { max: 2 });
async function loadUser(id) {
  const connection = await pool.acquire();
  await new Promise((resolve) => setTimeout(resolve, 2));
  await pool.release(connection);
  return id;
}
const transaction = (id) => pool.use(() => loadUser(id));
Promise.all([transaction(1), transaction(2)]).then(console.log);
