// expect: handle.leak main.mjs:15
// never: io.no-timeout
// stop-after: 6
import http from 'node:http';
import { Pool } from 'undici';

const upstream = http.createServer((req, res) => {
  res.writeHead(req.url.endsWith('2') ? 503 : 200);
  res.end('x'.repeat(200_000));
});
await new Promise((resolve) => upstream.listen(0, resolve));
const pool = new Pool(`http://127.0.0.1:${upstream.address().port}`, { connections: 2 });

async function isAlive(shard) {
  const { statusCode } = await pool.request({ path: `/shard/${shard}`, method: 'GET' });
  return statusCode === 200;
}

let alive = 0;
for (let shard = 0; shard < 4; shard++) if (await isAlive(shard)) alive++;
console.log(alive);
await pool.close();
upstream.close();
