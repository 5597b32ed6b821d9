// expect: nothing
/** The repaired twin of ME1.cjs: the server starts when the list is there. */
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
  await updateCollections('shop');
  const server = http.createServer(viewCollection);
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${server.address().port}/shop/users`;
  const early = await fetch(url);
  const late = await fetch(url);
  console.log(early.ok || late.ok ? 'served' : 'refused');
  server.closeAllConnections();
  server.close();
}
main();
