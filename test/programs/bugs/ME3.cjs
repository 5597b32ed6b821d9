// expect: race.order.use-before-init 22,15
/**
 * ME3: mongo-express, tests of its routers (NodeRacer).
 * Root cause: the server listens before the connections to the databases are made; an early request finds none.
 * Original fix: listen when the connection is there.
 */
'use strict';
const http = require('node:http');
const { setTimeout: sleep } = require('node:timers/promises');

let connections;

async function connect() {
  await sleep(500);
  connections = { shop: { collections: ['orders', 'users'] } };
}

connect();

const server = http.createServer((req, res) => {
  try {
    const db = connections[req.url.slice(1)];
    res.end(JSON.stringify(db.collections));
  } catch {
    res.statusCode = 500;
    res.end();
  }
});

server.listen(0, '127.0.0.1', async () => {
  const url = `http://127.0.0.1:${server.address().port}/shop`;
  await (await fetch(url)).text();
  await sleep(700);
  await (await fetch(url)).text();
  console.log('ok');
  server.closeAllConnections();
  server.close();
});
