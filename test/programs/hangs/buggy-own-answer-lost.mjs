// expect: promise.never-settles 39
// The answer to what the server does not know has no number, and the client drops it. Nobody else has ever connected to the server.
import net from 'node:net';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';

const methods = { add: (a, b) => a + b };
const server = net.createServer((socket) => {
  socket.on('data', (data) => {
    const { id, method, params } = JSON.parse(String(data));
    const answer = method in methods ? { id, result: methods[method](...params) } : { error: `no ${method}` };
    socket.write(JSON.stringify(answer));
  });
});
server.listen(0);
await once(server, 'listening');
const socket = net.connect(server.address().port, '127.0.0.1');
await once(socket, 'connect');

const pending = new Map();
let last = 0;
socket.on('data', (data) => {
  const { id, result, error } = JSON.parse(String(data));
  const call = pending.get(id);
  if (call === undefined) return;
  pending.delete(id);
  if (error === undefined) call.resolve(result);
  else call.reject(new Error(error));
});
function call(method, ...params) {
  return new Promise((resolve, reject) => {
    pending.set(++last, { resolve, reject });
    socket.write(JSON.stringify({ id: last, method, params, salt: randomBytes(4).toString('hex') }));
  });
}

setTimeout(() => console.log('late'), 4000);
console.log(await call('add', 2, 3));
console.log(await call('mul', 2, 3));
socket.end();
server.close();
