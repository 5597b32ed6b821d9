// expect: race.atomicity 10,13
const http = require('node:http');
const { once } = require('node:events');
const { setTimeout: delay } = require('node:timers/promises');

let seats = 10;

async function book(req, res) {
  // read, wait for the bank, write
  const free = seats;
  res.setHeader('content-type', 'text/plain');
  await delay(5);
  seats = free - 1;
  res.end(String(seats));
}

async function main() {
  const server = http.createServer((req, res) => void book(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${server.address().port}/`;
  const replies = await Promise.all([fetch(url), fetch(url)]);
  await Promise.all(replies.map((r) => r.text()));
  server.close();
  server.closeAllConnections();
}

main();
