// expect: io.no-timeout main.mjs:16
// stop-after: 9
// Two caches are asked at once, each on a connection of its own; the second takes the question, and has nothing to say.
import net from 'node:net';
import { once } from 'node:events';

const caches = ['VALUE 12\n', ''].map((answer) => net.createServer((socket) => socket.once('data', () => socket.write(answer))));
for (const cache of caches) {
  cache.listen(0, '127.0.0.1');
  await once(cache, 'listening');
}

async function get(key, port) {
  const socket = net.connect(port, '127.0.0.1');
  socket.write(`get ${key}\r\n`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  return String(answer).trim();
}

const values = await Promise.all(caches.map((cache) => get('visitors', cache.address().port)));
console.log(values);
