// expect: handle.leak main.js:14
// stop-after: 8
// never: io.no-timeout
const http = require('node:http');
const net = require('node:net');
const { once } = require('node:events');

// A connection for each request, never closed; afterwards nothing happens until the program is stopped, but keep-alive connections that time out.
const backend = net.createServer((socket) => {
  socket.on('data', (line) => socket.write(`${line.length}\n`));
  socket.on('error', () => {});
});
async function count(port, word) {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(word);
  const [answer] = await once(socket, 'data');
  return Number(answer);
}

async function main() {
  backend.listen(0, '127.0.0.1');
  await once(backend, 'listening');
  const server = http.createServer(async (request, response) => {
    response.end(String(await count(backend.address().port, request.url)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  for (let i = 0; i < 40; i++) {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}/item${i}`);
    await answer.text();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  console.log('counted');
}

main();
