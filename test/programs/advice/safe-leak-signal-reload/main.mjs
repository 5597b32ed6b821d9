// expect: nothing
// stop-after: 5
// never: timer.leak handle.leak
// A signal has it read its settings anew: the service goes on.
import http from 'node:http';
import { createPool } from './pool.mjs';

const pool = createPool();
const server = http.createServer(async (req, res) => res.end(await pool.ask(req.url)));

process.on('SIGHUP', async () => {
  console.log('read anew');
  await pool.end();

});

server.listen(0, async () => {
  const response = await fetch(`http://localhost:${server.address().port}/north`, { headers: { connection: 'close' } });
  console.log(await response.text());
  setTimeout(() => process.kill(process.pid, 'SIGHUP'), 100);
});
