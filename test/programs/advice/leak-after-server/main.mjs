// expect: timer.leak stats.mjs:4
// stop-after: 4
import http from 'node:http';
import { once } from 'node:events';
import { count, total } from './stats.mjs';

const server = http.createServer((request, response) => {
  count();
  response.end('ok');
});
server.listen(0);
await once(server, 'listening');
const base = `http://localhost:${server.address().port}/`;
for (let i = 0; i < 3; i++) await (await fetch(base)).text();
server.close();
server.closeAllConnections();
console.log('served', total());
