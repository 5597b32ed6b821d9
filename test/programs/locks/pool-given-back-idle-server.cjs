// expect: none signal
// All connections of a pool are given back, also on the path of an error, in a program that has nothing else to do than to wait for visitors.
const net = require('node:net');
const { createPool } = require('generic-pool');
const pool = createPool({ create: async () => ({}), destroy: async () => {} }, { max: 2 });
const server = net.createServer((socket) => {
  socket.setEncoding('utf8');
  socket.on('data', (sql) =>
    query(sql).then(
      () => socket.end('ok'),
      () => socket.end('failed'),
    ),
  );
});
const sleep = (ms) => new Promise((r) => setTimeout(r, ms));
async function query(sql) {
  const client = await pool.acquire();
  await sleep(1);
  try {
    if (!sql.includes('from')) throw new Error('syntax');
  } finally {
    await pool.release(client);
  }
}
server.listen(0, async () => {
  for (const sql of ['a from b', 'a', 'b', 'b from c']) await query(sql).catch(() => undefined);
});
