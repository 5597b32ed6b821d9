// expect: io.no-timeout main.mjs:15
// never: handle.leak
// stop-after: 8
// The second one was sent, on a connection of its own: whoever was asked does not answer.
import http from 'node:http';
import { Pool } from 'undici';

const upstream = http.createServer((req, res) => {
  if (req.url === '/0') res.end('x'.repeat(200_000));
});
await new Promise((resolve) => upstream.listen(0, resolve));
const pool = new Pool(`http://127.0.0.1:${upstream.address().port}`, { headersTimeout: 0 });

async function status(shard) {
  const { statusCode } = await pool.request({ path: `/${shard}`, method: 'GET' });
  return statusCode;
}

for (let shard = 0; shard < 2; shard++) console.log(await status(shard));
