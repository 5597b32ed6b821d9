// expect: nothing
// The connection is opened at the start, and requests only ask for it; an interval that opens it where it is gone has one round after the other.
import http from 'node:http';
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const stock = net.createServer((socket) => socket.resume());
stock.listen(0, '127.0.0.1');
await once(stock, 'listening');

let line = null;
async function connected() {
  if (line) return line;
  await delay(1);
  const socket = net.connect(stock.address().port, '127.0.0.1');
  await once(socket, 'connect');
  line = socket;
  return line;
}

class Feed {
  socket = null;
  async keep() {
    if (this.socket) return;
    const socket = net.connect(stock.address().port, '127.0.0.1');
    await once(socket, 'connect');
    this.socket = socket;
  }
}

await connected();
const server = http.createServer(async (request, response) => {
  const socket = await connected();
  socket.write(`${request.url}\n`);
  response.end('noted');
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const feed = new Feed();
const interval = setInterval(() => feed.keep(), 40);

async function ask(path, afterMs) {
  await delay(afterMs);
  return (await fetch(`http://127.0.0.1:${server.address().port}${path}`)).text();
}
console.log((await Promise.all([ask('/a', 2), ask('/b', 120)])).join());
clearInterval(interval);
server.close();
for (const socket of [line, feed.socket]) {
  socket.end();
  await once(socket, 'close');
}
stock.close();
