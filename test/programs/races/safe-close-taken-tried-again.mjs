// expect: nothing
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const timers = new Map();
let free = [];

async function acquire(port) {
  const known = free.pop();
  if (known) {
    clearTimeout(timers.get(known));
    return known;
  }
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

function release(socket) {
  free.push(socket);
  timers.set(socket, setTimeout(() => expire(socket), 30));
}

async function expire(socket) {
  // It is in the list until the other side has closed, too.
  socket.end();
  await once(socket, 'close');
  free = free.filter((other) => other !== socket);
}

async function ask(port, text) {
  const socket = await acquire(port);
  // Whoever asks tries once more.
  if (socket.destroyed) throw new Error('the other side is gone');
  socket.write(text);
  const [answer] = await once(socket, 'data');
  release(socket);
  return String(answer);
}

const server = net.createServer((socket) => socket.on('data', (data) => socket.write(data)).on('error', () => {}));
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address();
console.log(await ask(port, 'one'), await ask(port, 'two'));
await sleep(200);
let answer;
for (let i = 0; i < 3 && !answer; i++) {
  try {
    answer = await ask(port, 'three');
  } catch {}
}
console.log(answer);
server.close();
