// expect: nothing
// The answer says itself that there is nothing yet.
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
  response.statusCode = app.ready ? 200 : 503;
  response.end(JSON.stringify({ ready: app.ready, depth: app.queue?.length ?? 0 }));
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
