// expect: await.sequential@info main.mjs:24
import net from 'node:net';
import { once } from 'node:events';

// Three connections to three services, opened one after the other.
function connect(port) {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('error', reject);
    socket.once('data', () => resolve(socket));
  });
}

async function service(ms) {
  const server = net.createServer((socket) => {
    setTimeout(() => socket.write('hello'), ms);
    socket.on('end', () => socket.end());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

async function open(ports) {
  const store = await connect(ports[0]);
  const cache = await connect(ports[1]);
  const queue = await connect(ports[2]);
  return [store, cache, queue];
}

const servers = await Promise.all([service(150), service(150), service(150)]);
const sockets = await open(servers.map((server) => server.address().port));
console.log(sockets.length);
for (const socket of sockets) socket.end();
for (const server of servers) server.close();
