// expect: nothing
// stop-after: 5
// never: timer.leak handle.leak
// Told to end, the service gives its visitors a time of grace, and then ends by itself.
import http from 'node:http';
import { createPool } from './pool.mjs';

const pool = createPool();
const server = http.createServer(async (req, res) => res.end(await pool.ask(req.url)));

process.once('SIGTERM', async () => {
  server.close();
  await pool.end();
  setTimeout(() => process.exit(0), 20_000);
});

server.listen(0, async () => {
  const response = await fetch(`http://localhost:${server.address().port}/north`, { headers: { connection: 'close' } });
  console.log(await response.text());
  setTimeout(() => process.kill(process.pid, 'SIGTERM'), 100);
});
