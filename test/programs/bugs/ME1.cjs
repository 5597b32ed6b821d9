// expect: race.order.use-before-init 20,26
/**
 * ME1: mongo-express, https://github.com/mongo-express/mongo-express/issues/499 and 500 (tests of its routers fail now and then).
 * Root cause: the server takes requests while the list of collections is still being read from the database; a request that comes early finds no list.
 * Original fix: a pause before the tests, and later waiting for the connection before the router is made.
 */
'use strict';
const http = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');

const database = {
  async listCollections() {
    await delay(300);
    return ['users', 'orders'];
  },
};
const mongo = { collections: {} };

async function updateCollections(name) {
  mongo.collections[name] = await database.listCollections();
}

function viewCollection(request, response) {
  const [, name, collection] = request.url.split('/');
  try {
    response.statusCode = mongo.collections[name].includes(collection) ? 200 : 404;
  } catch {
    response.statusCode = 500;
  }
  response.end();
}

async function main() {
  const ready = updateCollections('shop');
  const server = http.createServer(viewCollection);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}/shop/users`;
  const early = await fetch(url);
  await ready;
  const late = await fetch(url);
  console.log(early.ok || late.ok ? 'served' : 'refused');
  server.closeAllConnections();
  server.close();
}
main();
