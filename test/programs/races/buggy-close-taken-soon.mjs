// expect: race.order.use-after-close 14,18,24
// destroySoon() closes as well.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

const idle = [];

async function open(port) {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.setTimeout(40);
  socket.on('timeout', () => {
    socket.destroySoon();
  });
  socket.on('close', () => {
    const at = idle.indexOf(socket);
    if (at >= 0) idle.splice(at, 1);
  });
  return socket;
}

async function ask(port, word) {
  const socket = idle.shift() ?? (await open(port));
  socket.write(word);
  const [answer] = await once(socket, 'data');
  idle.push(socket);
  return String(answer);
}

const server = net.createServer((peer) => peer.on('error', () => {}).on('data', (data) => peer.write(data)));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
console.log(await ask(port, 'one'));
await delay(150);
console.log(await ask(port, 'two'));
await delay(150);
server.close();
