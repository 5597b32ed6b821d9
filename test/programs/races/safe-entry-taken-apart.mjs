// expect: nothing
// The same, where requests wait until it is there.
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const tables = new Map();
async function load(name) {
  await sleep(60);
  tables.set(name, { columns: ['id', 'price'], rows: 12 });
}

let loaded;
const server = http.createServer(async (request, response) => {
  await loaded;
  const { columns } = tables.get('orders');
  for (const column of columns) response.write(`${column},`);
  response.end();
});

loaded = load('orders');
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log(await (await fetch(`http://127.0.0.1:${server.address().port}/orders`)).text());
server.close();
