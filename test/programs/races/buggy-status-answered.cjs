// expect: race.order.use-before-init 14
// The answer gives a number as if it were known.
'use strict';
const http = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');
const app = { ready: false, queue: null };
async function start() {
  await delay(60);
  app.queue = [];
  app.ready = true;
}
const server = http.createServer((request, response) => {
  response.statusCode = 200;
  response.end(JSON.stringify({ depth: app.queue?.length ?? 0 }));
});
server.listen(0, async () => {
  const started = start();
  const get = async () => (await fetch(`http://127.0.0.1:${server.address().port}/`)).text();
  await Promise.all([get(), get()]);
  await started;
  console.log(await get());
  server.close();
  server.closeAllConnections();
});
