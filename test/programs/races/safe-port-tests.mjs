// expect: nothing
// Tests that start a server each, all on the same port and one after the other.
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

const free = net.createServer().listen(0, '127.0.0.1');
await once(free, 'listening');
const { port } = free.address();
free.close();

async function ask() {
  const client = net.connect(port, '127.0.0.1');
  client.setEncoding('utf8');
  const [text] = await once(client, 'data');
  client.destroy();
  return text;
}

let ended = 0;
async function answersOnce() {
  const server = net.createServer((socket) => socket.end('one')).listen(port, '127.0.0.1');
  await once(server, 'listening');
  console.log(await ask());
  server.close(() => ended++);
  await delay(600);
  const again = net.createServer((socket) => socket.end('three')).listen(port, '127.0.0.1');
  await once(again, 'listening');
  console.log(await ask());
  again.close(() => ended++);
}

async function answersBetween() {
  await delay(200);
  const server = net.createServer((socket) => socket.end('two')).listen(port, '127.0.0.1');
  await once(server, 'listening');
  console.log(await ask());
  server.close(() => ended++);
}

const first = answersOnce();
await answersBetween();
await first;
await delay(20);
console.log(ended);
