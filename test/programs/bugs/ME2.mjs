// expect: race.order.use-before-init 28,19
/**
 * ME2: mongo-express, https://github.com/mongo-express/mongo-express/issues/499 (tests of its routers, NodeRacer); this time the request comes late enough.
 * Root cause: the server listens while the lists of collections are still being loaded; an early request finds no list for its database.
 * Original fix: listen when all the lists are there.
 */
import http from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

const collections = new Map();

async function updateCollections(database) {
  await sleep(database.length * 10);
  return [`${database}_a`, `${database}_b`];
}

async function connect() {
  for (const database of ['crm', 'cms']) collections.set(database, await updateCollections(database));
}

connect();

const server = http.createServer((request, response) => {
  const [, database, collection] = request.url.split('/');
  let status = 200;
  try {
    if (!collections.get(database).includes(collection)) status = 404;
  } catch {
    status = 500;
  }
  response.writeHead(status).end();
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

await sleep(600);
const answer = await fetch(`http://127.0.0.1:${server.address().port}/cms/cms_a`);
console.log(answer.status);
server.closeAllConnections();
server.close();
