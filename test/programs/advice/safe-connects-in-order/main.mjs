// expect: nothing
// never: await.sequential
import net from 'node:net';
import { once } from 'node:events';

// The log is to be connected before the others, which write to it: what connecting does is not in what it gives.
class Link {
  constructor(port) {
    this.port = port;
  }
  connect() {
    return new Promise((resolve, reject) => {
      this.socket = net.connect(this.port, '127.0.0.1');
      this.socket.once('error', reject);
      this.socket.once('data', () => resolve());
    });
  }
}

async function service(ms) {
  const server = net.createServer((socket) => {
    setTimeout(() => socket.write('hello'), ms);
    socket.on('end', () => socket.end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

async function open(log, store, cache) {
  await log.connect();
  await store.connect();
  await cache.connect();
}

const servers = await Promise.all([service(150), service(150), service(150)]);
const links = servers.map((server) => new Link(server.address().port));
await open(...links);
console.log(links.length);
for (const { socket } of links) socket.end();
for (const server of servers) server.close();
