// expect: promise.never-settles 37
// The server ends a connection on which it does not understand a word, and whoever waits for an answer on it is not told.
import net from 'node:net';
import { once } from 'node:events';

const methods = { add: (a, b) => a + b };
const server = net.createServer((socket) => {
  socket.on('error', () => {});
  socket.on('data', (data) => {
    const { id, method, params } = JSON.parse(String(data));
    if (method in methods) socket.write(JSON.stringify({ id, result: methods[method](...params) }));
    else socket.destroy();
  });
});
server.listen(0);
await once(server, 'listening');
const socket = net.connect(server.address().port, '127.0.0.1');
await once(socket, 'connect', { signal: AbortSignal.timeout(500) });

const pending = new Map();
let last = 0;
socket.on('data', (data) => {
  const { id, result } = JSON.parse(String(data));
  pending.get(id)(result);
  pending.delete(id);
});
function call(method, ...params) {
  return new Promise((resolve) => {
    pending.set(++last, resolve);
    socket.write(JSON.stringify({ id: last, method, params }));
  });
}

setTimeout(() => console.log('late'), 4000);
socket.on('close', () => console.log('closed'));
console.log(await call('add', 2, 3));
console.log(await call('mul', 2, 3));
socket.end();
server.close();
