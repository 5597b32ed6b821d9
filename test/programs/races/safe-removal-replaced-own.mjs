// expect: nothing
// Each line is taken off the board before the next one comes there, and is removed again when it has ended by itself.
import net from 'node:net';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
const server = net.createServer((socket) => socket.resume().on('end', () => socket.end()));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const lines = new Map();
async function open(name) {
  const socket = net.connect(server.address().port, '127.0.0.1');
  lines.set(name, socket);
  socket.on('close', () => lines.delete(name));
  await once(socket, 'connect');
  return socket.resume();
}
const first = await open('desk');
first.end();
await once(first, 'close');
lines.delete('desk');
const second = await open('desk');
await sleep(20);
second.end();
await once(second, 'close');
console.log([...lines.keys()].length);
server.close();
