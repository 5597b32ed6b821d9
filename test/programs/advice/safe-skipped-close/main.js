// expect: nothing
// stop-after: 3
// Each of these servers is meant to stay: its close stands for a failure, or for the end of the program.
'use strict';
const http = require('node:http');
const { once } = require('node:events');

const app = (req, res) => res.end('ok');

async function start(port) {
  const server = http.createServer(app);
  try {
    server.listen(port);
    await once(server, 'listening');
  } catch (error) {
    server.close();
    throw error;
  }
  return server.address().port;
}

async function serve() {
  const server = http.createServer(app);
  process.once('SIGTERM', () => server.close());
  server.listen(0);
  await once(server, 'listening');
  console.log(await (await fetch(`http://127.0.0.1:${server.address().port}`)).text());
}

async function untilTold(signal) {
  const server = http.createServer(app).listen(0);
  await once(server, 'listening');
  if (signal.aborted) server.close();
}

start(0)
  .then(serve)
  .then(() => untilTold(new AbortController().signal));
