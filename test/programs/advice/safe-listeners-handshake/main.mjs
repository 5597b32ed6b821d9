// expect: nothing
// never: listener.leak
import net from 'node:net';
import { once } from 'node:events';

// A few settings are made when the connection begins, and then it is used for long.
const server = net.createServer((socket) => socket.on('data', (data) => socket.write(data)));
await once(server.listen(0, '127.0.0.1'), 'listening');
const socket = net.connect(server.address().port, '127.0.0.1');
await once(socket, 'connect');

function set(name) {
  return new Promise((resolve, reject) => {
    socket.once('data', () => resolve(name));
    socket.on('error', reject);
    socket.write(name);
  });
}

function ask(text) {
  return new Promise((resolve) => {
    socket.once('data', (data) => resolve(String(data)));
    socket.write(text);
  });
}

for (const name of 'abcdefghijklmno') await set(name);
let length = 0;
for (let i = 0; i < 60; i++) length += (await ask(`question ${i}`)).length;
console.log(length);
socket.end();
server.close();
