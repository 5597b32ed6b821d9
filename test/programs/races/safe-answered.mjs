// expect: nothing
// A server and its client in one process, as in tests: what the handler sets is there when the answer has come, whatever the client is.
import { once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

let first;
let second;
let third;
const server = http.createServer((request, response) => {
  if (request.url === '/1') first = { url: request.url };
  else if (request.url === '/2') second = { url: request.url };
  else third = { url: request.url };
  response.end('done');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();

await (await fetch(`http://127.0.0.1:${port}/1`)).text();
console.log(first.url);

await new Promise((resolve, reject) => {
  http
    .get({ host: '127.0.0.1', port, path: '/2', agent: false }, (response) => {
      response.resume();
      response.on('end', resolve);
    })
    .on('error', reject);
});
console.log(second.url);

const socket = net.connect(port, '127.0.0.1');
socket.setEncoding('utf8');
socket.write('GET /3 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
let answer = '';
await new Promise((resolve) => {
  socket.on('data', (text) => {
    answer += text;
    if (answer.includes('done')) resolve();
  });
});
await delay(2);
console.log(third.url);
socket.destroy();
server.close();
server.closeAllConnections();
