// expect: timer.leak pool.mjs:6
// stop-after: 8
// Told to end, the service closes its server and waits for its pool, whose sweep nobody stops: the process lives on.
import http from 'node:http';
import { createPool } from './pool.mjs';

const pool = createPool();
const server = http.createServer(async (req, res) => res.end(await pool.ask(req.url)));

process.once('SIGTERM', async () => {
  server.close();
  await pool.end();
  console.log('closed');
});

server.listen(0, async () => {
  const response = await fetch(`http://localhost:${server.address().port}/north`, { headers: { connection: 'close' } });
  console.log(await response.text());
  setTimeout(() => process.kill(process.pid, 'SIGTERM'), 100);
});
