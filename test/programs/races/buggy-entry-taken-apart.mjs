// expect: race.order.use-before-init 14,9
// What stands under a key is taken apart, and gone through, by a request that came before it was loaded.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const tables = new Map();
async function load(name) {
  await sleep(150);
  tables.set(name, { columns: ['id', 'price'], rows: 12 });
}

const server = http.createServer((request, response) => {
  const { columns } = tables.get('orders');
  response.end(columns.join(','));
});

process.on('uncaughtException', (error) => console.log(error.name));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
load('orders');
await fetch(`http://127.0.0.1:${server.address().port}/orders`, { signal: AbortSignal.timeout(250) }).catch((error) => console.log(error.name));
server.closeAllConnections();
server.close();
