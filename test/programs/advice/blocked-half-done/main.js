// expect: loop.blocked main.js:9 | loop.blocked main.js:10 | loop.blocked main.js:11 | loop.blocked main.js:17
const fs = require('node:fs/promises');
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');

// One request waits for a file when another begins to compute.
function count() {
  const until = process.cpuUsage().user + 400_000;
  let total = 0;
  while (process.cpuUsage().user < until) for (let i = 0; i < 100_000; i++) total = (total * 31 + i) | 0;
  return total;
}

let total;
const server = http.createServer(async (request, response) => {
  if (request.url === '/count') total = count();
  // The file is looked at until the other request has been here.
  for (let size = 0; size === 0 || total === undefined; ) ({ size } = await fs.stat(__filename));
  response.end(typeof total);
});

async function main() {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const sockets = [0, 1].map(() => net.connect(server.address().port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  ['/file', '/count'].forEach((path, i) => sockets[i].write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`));
  await Promise.all(sockets.map((socket) => once(socket.resume(), 'close')));
  console.log('both answered');
  server.close();
}

main();
